/** How long groups of runs take to reach something: summaries, and tests over the seeds that they share. */
package io.gradflow.comparison.reach;
