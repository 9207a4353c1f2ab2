/** Questions whose answers are drawn, as SQL over the views: all of them aggregate, and none has a row for each row. */
package io.gradflow.query.figure;
