/** Shares of runs with a property, compared over the seeds that groups share. */
package io.gradflow.comparison.share;
