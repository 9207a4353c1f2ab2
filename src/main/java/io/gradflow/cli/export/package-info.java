/** The command export: the rows of a store in the forms of other programs. */
package io.gradflow.cli.export;
