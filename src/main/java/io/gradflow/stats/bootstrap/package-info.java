/** Confidence intervals by resampling seeds. Of the project, the package imports {@code stats} and {@code random}. */
package io.gradflow.stats.bootstrap;
