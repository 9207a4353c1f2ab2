/** The p-values of many comparisons that are read together. The package imports nothing of the project. */
package io.gradflow.stats.family;
