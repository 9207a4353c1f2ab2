/** Where results go: standard output, or new files that are there whole or not at all. */
package io.gradflow.cli.output;
