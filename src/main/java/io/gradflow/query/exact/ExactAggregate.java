package io.gradflow.query.exact;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A {@link Statistic} as an aggregate function, whose result has the same bits however Spark divides the rows and
 * orders them. Null, NaN and the infinities are left out; of no other numbers the result is null.
 */
final class ExactAggregate extends HashAggregate {
    private static final long serialVersionUID = 1;

    private final Statistic statistic;

    ExactAggregate(Statistic statistic, List<Expression> arguments, Offsets offsets) {
        // The number of numbers, then the state of the statistic.
        super(arguments, offsets, 1 + statistic.fields());
        this.statistic = statistic;
    }

    @Override
    HashAggregate with(List<Expression> newArguments, Offsets newOffsets) {
        return new ExactAggregate(statistic, newArguments, newOffsets);
    }

    @Override
    void begin(InternalRow row, int at) {
        row.setLong(at, 0);
        statistic.clear(row, at + 1);
    }

    @Override
    void add(InternalRow row, int at, InternalRow input) {
        double number = number(input);
        if (Double.isFinite(number)) {
            row.setLong(at, row.getLong(at) + 1);
            statistic.add(row, at + 1, number);
        }
    }

    /** The argument of a row of input; NaN for null. A column is read without an object for its value. */
    private double number(InternalRow input) {
        if (argument(0) instanceof BoundReference column) {
            return input.isNullAt(column.ordinal()) ? Double.NaN : input.getDouble(column.ordinal());
        }
        return argument(0).eval(input) instanceof Double number ? number : Double.NaN;
    }

    @Override
    void merge(InternalRow row, int at, InternalRow other, int otherAt) {
        row.setLong(at, row.getLong(at) + other.getLong(otherAt));
        statistic.merge(row, at + 1, other, otherAt + 1);
    }

    @Override
    Object result(InternalRow row, int at) {
        long count = row.getLong(at);
        return count == 0 ? null : (Object) statistic.of(count, row, at + 1);
    }

    @Override
    public String prettyName() {
        return statistic.function();
    }

    @Override
    public DataType dataType() {
        return DataTypes.DoubleType;
    }
}
