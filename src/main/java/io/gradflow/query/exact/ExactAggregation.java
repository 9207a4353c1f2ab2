package io.gradflow.query.exact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;
import org.apache.spark.sql.catalyst.optimizer.NormalizeFloatingNumbers$;
import org.apache.spark.sql.catalyst.planning.PhysicalAggregation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.execution.aggregate.AggUtils;
import org.apache.spark.sql.execution.aggregate.HashAggregateExec;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Plans aggregations whose functions are ours, counts or extremes of doubles, with {@link PartialAggregation} as their
 * first step.
 */
final class ExactAggregation extends SparkStrategy {
    @Override
    public Seq<SparkPlan> apply(LogicalPlan plan) {
        var found = PhysicalAggregation.unapply(plan);
        if (found.isEmpty()) {
            return seq(List.of());
        }
        var functions = CollectionConverters.asJava(found.get()._2());
        boolean isOurs = functions.stream().anyMatch(function -> function.aggregateFunction() instanceof HashAggregate);
        if (!isOurs || !functions.stream().allMatch(ExactAggregation::isKnown)) {
            return seq(List.of());
        }
        var keys = CollectionConverters.asJava(found.get()._1()).stream()
                .map(ExactAggregation::normalized)
                .toList();
        var input = new Input(keys);
        var accumulators = functions.stream().map(input::accumulator).toList();
        var child = new ProjectExec(seq(input.columns), planLater(found.get()._4()));
        var attributes = seq(keys.stream().map(NamedExpression::toAttribute).toList());
        // Spark makes both steps; the first one is replaced.
        var whole = AggUtils.planAggregateWithoutDistinct(
                        seq(keys.stream()
                                .<NamedExpression>map(NamedExpression::toAttribute)
                                .toList()),
                        found.get()._2(),
                        found.get()._3(),
                        child)
                .head();
        var first = whole.children().head();
        if (!(whole instanceof HashAggregateExec) || !(first instanceof HashAggregateExec)) {
            return seq(List.of());
        }
        SparkPlan ours = new PartialAggregation(
                attributes, new PartialAggregation.Accumulators(accumulators), first.output(), child);
        return seq(List.of(whole.withNewChildren(seq(List.of(ours)))));
    }

    private static boolean isKnown(AggregateExpression expression) {
        var function = expression.aggregateFunction();
        return !expression.isDistinct()
                && (function instanceof HashAggregate
                        || (function instanceof Count && function.children().size() == 1)
                        || (isExtreme(function) && function.dataType().equals(DataTypes.DoubleType)));
    }

    private static boolean isExtreme(AggregateFunction function) {
        return function instanceof Min || function instanceof Max;
    }

    /** A key as Spark's own plan has it: 0 and -0 are one group, and so are all NaN. */
    private static NamedExpression normalized(NamedExpression key) {
        var normalized = NormalizeFloatingNumbers$.MODULE$.normalize((Expression) key);
        return normalized instanceof NamedExpression named
                ? named
                : new Alias(normalized, key.name(), key.exprId(), seq(List.of()), Option.empty(), seq(List.of()));
    }

    private static <T> scala.collection.immutable.List<T> seq(List<T> elements) {
        return CollectionConverters.asScala(new ArrayList<>(elements)).toList();
    }

    /** The columns that accumulators need: first the keys, then the arguments of functions, each once. */
    private static final class Input {
        private final List<NamedExpression> columns;
        private final Map<Expression, Integer> arguments = new LinkedHashMap<>();

        Input(List<NamedExpression> keys) {
            columns = new ArrayList<>(keys);
        }

        Accumulator accumulator(AggregateExpression expression) {
            var filter = expression.filter().isEmpty()
                    ? Optional.<Expression>empty()
                    : Optional.of(expression.filter().get());
            var function = expression.aggregateFunction();
            var given = CollectionConverters.asJava(function.children());
            if (function instanceof HashAggregate ours) {
                return ours.with(
                        given.stream()
                                .map(argument -> (Expression)
                                        new BoundReference(column(argument, filter), argument.dataType(), true))
                                .toList(),
                        HashAggregate.Offsets.NONE);
            }
            if (isExtreme(function)) {
                return new Extreme(column(given.get(0), filter), function instanceof Max);
            }
            boolean isOfAll = filter.isEmpty() && !given.get(0).nullable();
            return new RowCount(isOfAll ? -1 : column(given.get(0), filter));
        }

        private int column(Expression argument, Optional<Expression> filter) {
            var value = filter.<Expression>map(
                            condition -> new If(condition, argument, Literal.create(null, argument.dataType())))
                    .orElse(argument);
            return arguments.computeIfAbsent(value.canonicalized(), canonical -> {
                columns.add(
                        value instanceof Attribute attribute
                                ? attribute
                                : new Alias(
                                        value,
                                        "argument" + columns.size(),
                                        NamedExpression.newExprId(),
                                        seq(List.of()),
                                        Option.empty(),
                                        seq(List.of())));
                return columns.size() - 1;
            });
        }
    }
}
