/**
 * What people see in a terminal: answers that fit in, a pager for those that do not, and the prompt of {@code sql}.
 */
package io.gradflow.cli.terminal;
