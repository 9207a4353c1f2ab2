/**
 * The command line: one class for each command. Results go to standard output, all else to standard error.
 */
package io.gradflow.cli;
