/** What users type that all commands understand alike, and how a command tells that its user has made a mistake. */
package io.gradflow.cli.usage;
