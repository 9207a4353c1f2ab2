/** What is the same wherever a command finds that its user has made a mistake. */
package io.gradflow.cli.usage;
