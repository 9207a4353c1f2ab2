package io.gradflow.query.exact;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The largest number, and the smallest epoch that has it, as {@code STRUCT<test_acc: DOUBLE, epoch: INT>}. Null and NaN
 * are left out; of no other numbers the result is null.
 */
final class EarliestBest extends HashAggregate {
    private static final long serialVersionUID = 1;

    static final String FUNCTION = "earliest_best";

    /** The epoch of a state that has seen no number. */
    private static final long NONE = -1;

    private static final StructType RESULT =
            new StructType().add("test_acc", DataTypes.DoubleType).add("epoch", DataTypes.IntegerType);

    EarliestBest(List<Expression> arguments, Offsets offsets) {
        super(arguments, offsets, 2);
    }

    @Override
    HashAggregate with(List<Expression> newArguments, Offsets newOffsets) {
        return new EarliestBest(newArguments, newOffsets);
    }

    @Override
    public void begin(long[] state, int at) {
        state[at] = 0;
        state[at + 1] = NONE;
    }

    @Override
    public void add(long[] state, int at, InternalRow input) {
        double number = number(0, input);
        // Few rows are better than those before them, so the epoch is rarely looked at.
        if (number >= best(state, at) || (epoch(state, at) == NONE && !Double.isNaN(number))) {
            add(state, at, number, (Integer) argument(1).eval(input));
        }
    }

    private static double best(long[] state, int at) {
        return Double.longBitsToDouble(state[at]);
    }

    private static long epoch(long[] state, int at) {
        return state[at + 1];
    }

    private static void add(long[] state, int at, double number, long epoch) {
        double best = best(state, at);
        if (epoch(state, at) == NONE || number > best || (number == best && epoch < epoch(state, at))) {
            state[at] = Double.doubleToLongBits(number);
            state[at + 1] = epoch;
        }
    }

    @Override
    void merge(long[] state, int at, long[] other, int otherAt) {
        if (epoch(other, otherAt) != NONE) {
            add(state, at, best(other, otherAt), epoch(other, otherAt));
        }
    }

    @Override
    Object result(long[] state, int at) {
        return epoch(state, at) == NONE
                ? null
                : new GenericInternalRow(new Object[] {best(state, at), (int) epoch(state, at)});
    }

    @Override
    public String prettyName() {
        return FUNCTION;
    }

    @Override
    public DataType dataType() {
        return RESULT;
    }
}
