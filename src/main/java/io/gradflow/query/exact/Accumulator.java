package io.gradflow.query.exact;

import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Accumulates rows of input in a state, which is some consecutive elements of an array. */
interface Accumulator {
    /** How many elements. */
    int fields();

    /** Begins a state. */
    void begin(long[] state, int at);

    /** Adds a row of input to a state. */
    void add(long[] state, int at, InternalRow input);

    /** The types of the fields in which Spark keeps such a state in a row. */
    default List<DataType> types() {
        return Collections.nCopies(fields(), DataTypes.LongType);
    }

    /** Writes a state into the fields of a row. */
    default void write(long[] state, int at, InternalRow row, int field) {
        for (int i = 0; i < fields(); i++) {
            row.setLong(field + i, state[at + i]);
        }
    }
}
