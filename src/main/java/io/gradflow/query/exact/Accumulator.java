package io.gradflow.query.exact;

import org.apache.spark.sql.catalyst.InternalRow;

/** Accumulates rows of input in a state, which is some consecutive elements of an array. */
interface Accumulator {
    /** How many elements. */
    int fields();

    /** Begins a state. */
    void begin(long[] state, int at);

    /** Adds a row of input to a state. */
    void add(long[] state, int at, InternalRow input);
}
