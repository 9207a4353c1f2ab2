/** Questions with one answer for each run that has ended, as SQL over the views: its score, or its first such epoch. */
package io.gradflow.query.runs;
