/** What the launcher does to make later commands start faster. */
package io.gradflow.cli.startup;
