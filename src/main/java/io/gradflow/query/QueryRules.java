package io.gradflow.query;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExecuteImmediate;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PipeOperator;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Call;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LimitAll;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.NearestByJoin;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.RebalancePartitions;
import org.apache.spark.sql.catalyst.plans.logical.Repartition;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionByExpression;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Tail;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoop;
import org.apache.spark.sql.catalyst.plans.logical.UnionLoopRef;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.ObjectType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a query may do: compute with the rows of the store's views. All else is refused, also what a later version of
 * Spark adds, because the parts of a plan are checked against a list of those that only compute.
 */
final class QueryRules {
    /** The commands that change nothing, by the beginning of their names in Spark's plans. */
    private static final Pattern READ_ONLY = Pattern.compile("(Show|Describe).*");

    /** The parts of a plan that compute with rows, or make rows of what the query says. */
    private static final Set<Class<?>> COMPUTING = Set.of(
            Aggregate.class,
            CTERelationDef.class,
            CTERelationRef.class,
            Deduplicate.class,
            Distinct.class,
            Except.class,
            Expand.class,
            Filter.class,
            Generate.class,
            GlobalLimit.class,
            Intersect.class,
            Join.class,
            LateralJoin.class,
            LimitAll.class,
            LocalLimit.class,
            LocalRelation.class,
            NearestByJoin.class,
            Offset.class,
            OneRowRelation.class,
            PipeOperator.class,
            Project.class,
            Range.class,
            RebalancePartitions.class,
            Repartition.class,
            RepartitionByExpression.class,
            ResolvedHint.class,
            Sample.class,
            Sort.class,
            SubqueryAlias.class,
            Tail.class,
            Union.class,
            UnionLoop.class,
            UnionLoopRef.class,
            View.class,
            Window.class,
            WithCTE.class);

    private final Set<Object> relations;
    private final boolean mayReadFiles;

    /**
     * The rules for the queries of a session.
     *
     * @param rows the plan of the view {@code epochs}, over which all other views are defined
     * @param mayReadFiles whether queries may read files that they name
     */
    QueryRules(LogicalPlan rows, boolean mayReadFiles) {
        this.relations = nodes(rows)
                .filter(LogicalRelation.class::isInstance)
                .map(node -> ((LogicalRelation) node).relation())
                .collect(Collectors.toSet());
        this.mayReadFiles = mayReadFiles;
    }

    /** Whether a statement is a command that tells about tables and functions. */
    static boolean isReadOnlyCommand(LogicalPlan statement) {
        return statement instanceof Command
                && READ_ONLY.matcher(statement.nodeName()).matches();
    }

    /** Refuses a statement that changes something or runs another one, before Spark analyses it. */
    void checkParsed(LogicalPlan statement) throws QueryException {
        var changing = nodes(statement)
                .filter(node -> node instanceof Command
                        || node instanceof ParsedStatement
                        || node instanceof Call
                        || node instanceof InsertIntoDir
                        || node instanceof ScriptTransformation
                        || node instanceof UnresolvedExecuteImmediate)
                .findFirst();
        if (changing.isPresent()) {
            throw isNoQuery(changing.get().nodeName());
        }
    }

    /** Refuses an analysed query that does not only compute with the rows of the store. */
    void checkAnalysed(LogicalPlan query) throws QueryException {
        for (var node : nodes(query).toList()) {
            if (node instanceof LogicalRelation relation) {
                checkRelation(relation.relation());
            } else if (!COMPUTING.contains(node.getClass())) {
                throw isNoQuery(node.nodeName());
            }
            for (var expression : expressions(node).toList()) {
                if (runsForeignCode(expression)) {
                    throw new QueryException(
                            expression.prettyName() + " is no function of Spark's own, must be one of them", null);
                }
            }
        }
    }

    private void checkRelation(Object relation) throws QueryException {
        boolean isFile = mayReadFiles && relation instanceof HadoopFsRelation;
        if (!isFile && !relations.contains(relation)) {
            throw new QueryException(
                    "the query reads what is not of the store, must read its views: " + String.join(", ", Views.NAMES)
                            + (mayReadFiles ? ", or files" : ""),
                    null);
        }
    }

    /** Tells that a statement is none of those that are answered. */
    static QueryException isNoQuery(String statement) {
        return new QueryException(statement + " is no query, must be SELECT, SHOW, DESCRIBE or EXPLAIN", null);
    }

    private static boolean runsForeignCode(Expression expression) {
        return expression instanceof UserDefinedExpression
                || expression instanceof CallMethodViaReflection
                || (expression instanceof StaticInvoke call && isForeign(call.staticObject()))
                || (expression instanceof Invoke call
                        && call.targetObject().dataType() instanceof ObjectType type
                        && isForeign(type.cls()));
    }

    /** Spark's own functions call methods of its own classes and of the JDK's. */
    private static boolean isForeign(Class<?> called) {
        return !called.getName().startsWith("org.apache.spark.")
                && !called.getName().startsWith("java.");
    }

    /** A plan and all that it is made of: inputs, subqueries and definitions. */
    private static Stream<LogicalPlan> nodes(LogicalPlan plan) {
        var below = Stream.of(
                        CollectionConverters.asJava(plan.children()).stream(),
                        plans(CollectionConverters.asJava(plan.innerChildren())),
                        expressions(plan)
                                .flatMap(expression -> expression instanceof PlanExpression<?> subquery
                                        ? plans(Set.of(subquery.plan()))
                                        : Stream.empty()))
                .flatMap(stream -> stream);
        return Stream.concat(Stream.of(plan), below.flatMap(QueryRules::nodes));
    }

    private static Stream<LogicalPlan> plans(Collection<? extends QueryPlan<?>> plans) {
        return plans.stream().filter(LogicalPlan.class::isInstance).map(LogicalPlan.class::cast);
    }

    private static Stream<Expression> expressions(LogicalPlan plan) {
        return CollectionConverters.asJava(plan.expressions()).stream().flatMap(QueryRules::andBelow);
    }

    private static Stream<Expression> andBelow(Expression expression) {
        return Stream.concat(
                Stream.of(expression),
                CollectionConverters.asJava(expression.children()).stream().flatMap(QueryRules::andBelow));
    }
}
