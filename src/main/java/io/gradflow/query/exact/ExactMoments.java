package io.gradflow.query.exact;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@link Moments} as an aggregate function, {@code STRUCT<mean: DOUBLE, std: DOUBLE>}. Null, NaN and the infinities are
 * left out; of no other numbers the result is null. A query that asks for both fields computes them from one state.
 */
final class ExactMoments extends HashAggregate {
    private static final long serialVersionUID = 1;

    static final String FUNCTION = "exact_moments";

    private static final StructType RESULT =
            new StructType().add("mean", DataTypes.DoubleType).add("std", DataTypes.DoubleType);

    ExactMoments(List<Expression> arguments, Offsets offsets) {
        super(arguments, offsets, Moments.FIELDS);
    }

    @Override
    HashAggregate with(List<Expression> newArguments, Offsets newOffsets) {
        return new ExactMoments(newArguments, newOffsets);
    }

    @Override
    public void begin(long[] state, int at) {
        Moments.clear(state, at);
    }

    @Override
    public void add(long[] state, int at, InternalRow input) {
        double number = number(0, input);
        if (Double.isFinite(number)) {
            Moments.add(state, at, number);
        }
    }

    @Override
    void merge(long[] state, int at, long[] other, int otherAt) {
        Moments.merge(state, at, other, otherAt);
    }

    @Override
    Object result(long[] state, int at) {
        return Moments.count(state, at) == 0
                ? null
                : new GenericInternalRow(new Object[] {Moments.mean(state, at), Moments.std(state, at)});
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
