package io.gradflow.query.exact;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.SQLOrderingUtil;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The least or the greatest number of type double, as Spark's {@code min} and {@code max} keep it: null before there is
 * one, and NaN is greater than all others. The state is whether there is a number, and its bits.
 *
 * @param column of the numbers
 * @param isGreatest whether it is the greatest
 */
record Extreme(int column, boolean isGreatest) implements Accumulator, Serializable {
    @Override
    public int fields() {
        return 2;
    }

    @Override
    public void begin(long[] state, int at) {
        state[at] = 0;
    }

    @Override
    public void add(long[] state, int at, InternalRow input) {
        if (input.isNullAt(column)) {
            return;
        }
        double number = input.getDouble(column);
        if (state[at] == 0 || isBeyond(number, Double.longBitsToDouble(state[at + 1]))) {
            state[at] = 1;
            state[at + 1] = Double.doubleToRawLongBits(number);
        }
    }

    private boolean isBeyond(double number, double extreme) {
        int order = SQLOrderingUtil.compareDoubles(number, extreme);
        return isGreatest ? order > 0 : order < 0;
    }

    @Override
    public List<DataType> types() {
        return List.of(DataTypes.DoubleType);
    }

    @Override
    public void write(long[] state, int at, InternalRow row, int field) {
        if (state[at] == 0) {
            row.setNullAt(field);
        } else {
            row.setDouble(field, Double.longBitsToDouble(state[at + 1]));
        }
    }
}
