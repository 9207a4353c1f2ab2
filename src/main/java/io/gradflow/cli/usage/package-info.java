/** How a command tells that its user has made a mistake. */
package io.gradflow.cli.usage;
