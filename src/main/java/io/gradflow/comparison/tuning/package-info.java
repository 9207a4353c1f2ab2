/** The fair comparison of groups: each at its own best setting, chosen on other seeds than those that judge it. */
package io.gradflow.comparison.tuning;
