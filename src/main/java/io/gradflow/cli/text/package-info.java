/** Texts of the command line: what users have written, and what they can paste. */
package io.gradflow.cli.text;
