/** The command figure: what its options may name, and how each kind of figure is made of answers to queries. */
package io.gradflow.cli.figure;
