/** The runs that a figure is of: how many each group has, and how they ended. */
package io.gradflow.cli.figure.census;
