package io.gradflow.query.exact;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The step of a plan that aggregates the rows of each partition, before Spark brings the states of equal groups
 * together and merges them. Spark's own step updates all states of a row before it takes the next row; with many
 * metrics and groups these states are in no cache. It is public because Spark makes copies of it by reflection.
 */
public final class PartialAggregation extends SparkPlan {
    private static final long serialVersionUID = 1;

    // Lists of Scala, which can be serialized, since not every Seq can.
    private final scala.collection.immutable.List<Attribute> keys;
    private final Accumulators accumulators;
    private final scala.collection.immutable.List<Attribute> output;
    private final SparkPlan child;

    /**
     * A step.
     *
     * @param keys the first columns of the child, whose values make groups
     * @param accumulators over the rows of the child
     * @param output the keys, and the fields of the accumulators
     * @param child whose rows are aggregated
     */
    public PartialAggregation(Seq<Attribute> keys, Accumulators accumulators, Seq<Attribute> output, SparkPlan child) {
        this.keys = keys.toList();
        this.accumulators = accumulators;
        this.output = output.toList();
        this.child = child;
    }

    /** A list of accumulators, in which Spark looks for no expressions. */
    public static final class Accumulators implements Serializable {
        private static final long serialVersionUID = 1;

        private final ArrayList<Accumulator> list;

        Accumulators(List<Accumulator> list) {
            this.list = new ArrayList<>(list);
        }

        /** What EXPLAIN shows. */
        @Override
        public String toString() {
            return list.toString();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Accumulators that && list.equals(that.list);
        }

        @Override
        public int hashCode() {
            return list.hashCode();
        }
    }

    @Override
    public RDD<InternalRow> doExecute() {
        var types = CollectionConverters.asJava(keys).stream()
                .map(Attribute::dataType)
                .toArray(DataType[]::new);
        return partial(child.execute(), types, accumulators);
    }

    // Static, so that tasks get no plan.
    private static RDD<InternalRow> partial(RDD<InternalRow> rows, DataType[] keys, Accumulators accumulators) {
        return rows.toJavaRDD()
                .mapPartitions((Iterator<InternalRow> input) -> new PartialGroups(input, keys, accumulators.list))
                .rdd();
    }

    @Override
    public Seq<Attribute> output() {
        return output;
    }

    @Override
    public AttributeSet producedAttributes() {
        return outputSet();
    }

    @Override
    public Seq<SparkPlan> children() {
        return CollectionConverters.asScala(List.of(child)).toList();
    }

    @Override
    public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
        return new PartialAggregation(keys, accumulators, output, children.head());
    }

    @Override
    public int productArity() {
        return 4;
    }

    @Override
    public Object productElement(int n) {
        return switch (n) {
            case 0 -> keys;
            case 1 -> accumulators;
            case 2 -> output;
            default -> child;
        };
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof PartialAggregation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartialAggregation that
                && keys.equals(that.keys)
                && accumulators.equals(that.accumulators)
                && output.equals(that.output)
                && child.equals(that.child);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keys, accumulators, output, child);
    }
}
