/** Writes figures as JSON for the script of a page, which draws them with ECharts. */
package io.gradflow.figure.page;
