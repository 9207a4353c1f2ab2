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
    void begin(InternalRow row, int at) {
        row.setLong(at, 0);
        row.setLong(at + 1, NONE);
    }

    @Override
    void add(InternalRow row, int at, InternalRow input) {
        double number = number(0, input);
        // Few rows are better than those before them, so the epoch is rarely looked at.
        if (number >= best(row, at) || (epoch(row, at) == NONE && !Double.isNaN(number))) {
            add(row, at, number, (Integer) argument(1).eval(input));
        }
    }

    private static double best(InternalRow row, int at) {
        return Double.longBitsToDouble(row.getLong(at));
    }

    private static long epoch(InternalRow row, int at) {
        return row.getLong(at + 1);
    }

    private static void add(InternalRow row, int at, double number, long epoch) {
        double best = best(row, at);
        if (epoch(row, at) == NONE || number > best || (number == best && epoch < epoch(row, at))) {
            row.setLong(at, Double.doubleToLongBits(number));
            row.setLong(at + 1, epoch);
        }
    }

    @Override
    void merge(InternalRow row, int at, InternalRow other, int otherAt) {
        if (epoch(other, otherAt) != NONE) {
            add(row, at, best(other, otherAt), epoch(other, otherAt));
        }
    }

    @Override
    Object result(InternalRow row, int at) {
        return epoch(row, at) == NONE
                ? null
                : new GenericInternalRow(new Object[] {best(row, at), (int) epoch(row, at)});
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
