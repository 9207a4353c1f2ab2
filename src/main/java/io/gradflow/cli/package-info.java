/**
 * The command line, with one class for each command. Results go to standard output, everything else to standard error.
 */
package io.gradflow.cli;
