/** The command report: what it asks of a store, and what it says about the answers. */
package io.gradflow.cli.report;
