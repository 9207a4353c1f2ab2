package io.gradflow.query.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.SparkStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** Our first step of aggregations against Spark's own, which has the same functions. */
@Tag("spark")
class ExactAggregationTest {
    private static final String OURS = "PartialAggregation";

    private static final String STATISTICS = " count(*) AS n, count(v) AS some, " + ExactAggregates.mean("v")
            + " AS mean, " + ExactAggregates.std("v") + " AS std, count(v) FILTER (WHERE v > 0) AS positive, "
            + "exact_moments(v) FILTER (WHERE v > 0).mean AS mean_of_positive,"
            + " earliest_best(v, CAST(id AS INT)) AS best, min(v) AS least, max(v) AS most, max(b) AS greatest_key";

    /** Rows whose keys are a text, a number of which 0 and -0 and all NaN are one, and null now and then. */
    private static final String ROWS = """
            (SELECT id, if(id % 7 = 0, NULL, concat('text', id % 5)) AS a,
                CASE id % 4 WHEN 0 THEN 0.0D WHEN 1 THEN -0.0D WHEN 2 THEN double('NaN') END AS b,
                CASE WHEN id % 11 = 0 THEN NULL WHEN id % 13 = 0 THEN double('Infinity') ELSE sin(id) * 1e3 END AS v
            FROM range(0, 5000, 1, 3))
            """;

    private static SparkSession spark;

    @BeforeAll
    static void start() throws IOException {
        spark = Sessions.start("local[2]", Map.of("spark.sql.shuffle.partitions", "2"));
        ExactAggregates.register(spark);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static String plan(Dataset<Row> rows) {
        return rows.queryExecution().executedPlan().toString();
    }

    /** The answer to a query, which is the same with Spark's own step. */
    private static List<String> same(String query) {
        var ours = spark.sql(query);
        assertTrue(plan(ours).contains(OURS), () -> plan(ours));
        var rows = texts(ours);
        ((org.apache.spark.sql.classic.SparkSession) spark)
                .experimental()
                .extraStrategies_$eq(
                        CollectionConverters.asScala(List.<SparkStrategy>of()).toList());
        try {
            var others = spark.sql(query);
            assertFalse(plan(others).contains(OURS));
            assertEquals(texts(others), rows);
        } finally {
            ExactAggregates.register(spark);
        }
        return rows;
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    @Test
    void groupsAreThoseOfSpark() {
        assertEquals(
                6 * 3,
                same("SELECT a, b," + STATISTICS + " FROM " + ROWS + " GROUP BY a, b")
                        .size());
    }

    @Test
    void allRowsAreAGroupWithoutKeys() {
        assertEquals(1, same("SELECT" + STATISTICS + " FROM " + ROWS).size());
        assertEquals(
                List.of("[0,0,null,null,0,null,null,null,null,null]"),
                same("SELECT" + STATISTICS + " FROM " + ROWS + " WHERE id < 0"));
        assertEquals(List.of(), same("SELECT a," + STATISTICS + " FROM " + ROWS + " WHERE id < 0 GROUP BY a"));
    }

    /** Each group comes several times: the groups of a partition take more memory than they may. */
    @Test
    void groupsThatTakeTooMuchMemoryAreHandedOn() {
        String rows = "(SELECT id, id % 300000 AS a, CAST(id AS DOUBLE) AS v FROM range(0, 900000, 1, 1))";
        var answer = spark.sql("SELECT a, count(*) AS n," + ExactAggregates.mean("v") + " AS mean FROM " + rows
                + " GROUP BY a HAVING n <> 3 OR mean <> a + 300000");

        assertTrue(plan(answer).contains(OURS));
        assertEquals(List.of(), texts(answer));
    }

    @Test
    void otherFunctionsAreLeftToSpark() {
        var rows = spark.sql("SELECT a, max(id), " + ExactAggregates.mean("v") + " FROM " + ROWS + " GROUP BY a");

        assertFalse(plan(rows).contains(OURS));
        assertEquals(6, rows.count());
    }
}
