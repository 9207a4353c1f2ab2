package io.gradflow.query.exact;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An aggregate function of Spark SQL whose state is a few numbers of type long. Spark keeps the states of groups in
 * fields of fixed width, so it finds them by hashing, sorts no rows, and can spill to disk.
 */
abstract class HashAggregate extends ImperativeAggregate implements Accumulator, Serializable {
    private static final long serialVersionUID = 1;

    // Lists of Scala, which can be serialized, since not every Seq can.
    private final scala.collection.immutable.List<Expression> arguments;
    private final Offsets offsets;
    private final int fields;
    private final scala.collection.immutable.List<AttributeReference> state;
    private final scala.collection.immutable.List<AttributeReference> partialState;

    /** Where the state begins in the row that is updated, and in the row that is merged into it. */
    record Offsets(int state, int partialState) implements Serializable {
        static final Offsets NONE = new Offsets(0, 0);
    }

    HashAggregate(List<Expression> arguments, Offsets offsets, int fields) {
        this.arguments = scalaList(arguments);
        this.offsets = offsets;
        this.fields = fields;
        state = attributes(fields);
        partialState = attributes(fields);
    }

    /** The same function of other arguments, or at other places. */
    abstract HashAggregate with(List<Expression> newArguments, Offsets newOffsets);

    /** Adds another state to a state. */
    abstract void merge(long[] state, int at, long[] other, int otherAt);

    /** The result of a state. */
    abstract Object result(long[] state, int at);

    private static scala.collection.immutable.List<AttributeReference> attributes(int number) {
        return scalaList(IntStream.range(0, number)
                .mapToObj(i -> new AttributeReference(
                        "state" + i,
                        DataTypes.LongType,
                        false,
                        Metadata.empty(),
                        NamedExpression.newExprId(),
                        scalaList(List.of())))
                .toList());
    }

    private static <T> scala.collection.immutable.List<T> scalaList(List<T> elements) {
        return CollectionConverters.asScala(new ArrayList<>(elements)).toList();
    }

    @Override
    public final int fields() {
        return fields;
    }

    /** An argument, from 0. */
    final Expression argument(int i) {
        return arguments.apply(i);
    }

    /** An argument of type double for a row of input; NaN for null. No object is made for the value of a column. */
    final double number(int i, InternalRow input) {
        var argument = argument(i);
        if (argument instanceof BoundReference column) {
            return input.isNullAt(column.ordinal()) ? Double.NaN : input.getDouble(column.ordinal());
        }
        return argument.eval(input) instanceof Double number ? number : Double.NaN;
    }

    private List<Expression> arguments() {
        return CollectionConverters.asJava(arguments);
    }

    @Override
    public final void initialize(InternalRow row) {
        long[] numbers = new long[fields()];
        begin(numbers, 0);
        write(numbers, row);
    }

    @Override
    public final void update(InternalRow row, InternalRow input) {
        long[] numbers = read(row, offsets.state);
        add(numbers, 0, input);
        write(numbers, row);
    }

    @Override
    public final void merge(InternalRow row, InternalRow partial) {
        long[] numbers = read(row, offsets.state);
        merge(numbers, 0, read(partial, offsets.partialState), 0);
        write(numbers, row);
    }

    @Override
    public final Object eval(InternalRow row) {
        return result(read(row, offsets.state), 0);
    }

    private long[] read(InternalRow row, int at) {
        long[] numbers = new long[fields()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = row.getLong(at + i);
        }
        return numbers;
    }

    private void write(long[] numbers, InternalRow row) {
        for (int i = 0; i < numbers.length; i++) {
            row.setLong(offsets.state + i, numbers[i]);
        }
    }

    @Override
    public final StructType aggBufferSchema() {
        return new StructType(CollectionConverters.asJava(state).stream()
                .map(field -> new StructField(field.name(), field.dataType(), field.nullable(), field.metadata()))
                .toArray(StructField[]::new));
    }

    @Override
    public final Seq<AttributeReference> aggBufferAttributes() {
        return state;
    }

    @Override
    public final Seq<AttributeReference> inputAggBufferAttributes() {
        return partialState;
    }

    @Override
    public final int mutableAggBufferOffset() {
        return offsets.state;
    }

    @Override
    public final ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
        return with(arguments(), new Offsets(offset, offsets.partialState));
    }

    @Override
    public final int inputAggBufferOffset() {
        return offsets.partialState;
    }

    @Override
    public final ImperativeAggregate withNewInputAggBufferOffset(int offset) {
        return with(arguments(), new Offsets(offsets.state, offset));
    }

    @Override
    public final boolean nullable() {
        return true;
    }

    @Override
    public final Seq<Expression> children() {
        return arguments;
    }

    @Override
    public final Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return with(CollectionConverters.asJava(children), offsets);
    }

    @Override
    public final int productArity() {
        return 2;
    }

    @Override
    public final Object productElement(int n) {
        return n == 0 ? arguments : offsets;
    }

    @Override
    public final boolean canEqual(Object other) {
        return other instanceof HashAggregate;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof HashAggregate that
                && prettyName().equals(that.prettyName())
                && arguments.equals(that.arguments)
                && offsets.equals(that.offsets);
    }

    @Override
    public final int hashCode() {
        return Objects.hash(prettyName(), arguments, offsets);
    }
}
