/** The command compare: what its options may name, which runs they choose, and how the comparison is printed. */
package io.gradflow.cli.compare;
