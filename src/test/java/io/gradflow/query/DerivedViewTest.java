package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The views' definitions for few columns. What they answer, {@code SweepEndToEndTest} asks. */
class DerivedViewTest {
    private static final List<TaskKey> KEYS = TaskKey.ofColumns(
            List.of("activation", "activation_slope", "init", "scale", "architecture", "seed", "data_seed"));

    /** The values of keys that are the same in all rows. */
    private static final Map<String, Optional<Object>> SAME =
            Map.of("init", Optional.of("it's"), "scale", Optional.of(0.5), "activation_slope", Optional.empty());

    private static ViewColumns columns(Map<String, Optional<Object>> same, boolean hasSurvivors) {
        return new ViewColumns(
                new RowSchema(KEYS, List.of(Metric.TRAIN_LOSS), List.of(LayerMetric.GRAD_NORM, LayerMetric.LIMIT_RATE)),
                same,
                hasSurvivors);
    }

    private static final String FINITE =
            "coalesce(outcome = 'completed', true) AND abs(train_loss) < CAST('Infinity' AS DOUBLE)";

    private static final String MEDIAN = SqlDialect.SPARK.median("train_loss");

    /** Lines of SQL are joined by blanks. */
    private static void assertSql(String expected, DerivedView view, ViewColumns columns) {
        assertEquals(
                expected.strip()
                        .replaceAll("\\n\\s*", " ")
                        .replace("FINITE", FINITE)
                        .replace("MEDIAN", MEDIAN),
                view.sql(columns, SqlDialect.SPARK));
    }

    @Test
    void rowsBeginWithTheKeysThatVaryAndEndWithThoseThatAreTheSame() {
        assertEquals(
                List.of(
                        "architecture",
                        "activation",
                        "seed",
                        "data_seed",
                        "epoch",
                        "train_loss",
                        "layers",
                        "outcome",
                        "CAST(NULL AS DOUBLE) AS activation_slope",
                        "CAST(CAST(X'69742773' AS STRING) AS STRING) AS init",
                        "CAST(CAST(X'302e35' AS STRING) AS DOUBLE) AS scale",
                        "task"),
                columns(SAME, false).ofRows(SqlDialect.SPARK));
        assertEquals(
                List.of(
                        "architecture",
                        "activation",
                        "seed",
                        "data_seed",
                        "epoch",
                        "train_loss",
                        "layers",
                        "outcome",
                        "activation_slope",
                        "init",
                        "scale",
                        "task"),
                columns(SAME, false).namesOfRows());
    }

    @Test
    void layersHaveTheKeysAndTheFieldsOfALayer() {
        assertSql("""
                SELECT architecture, activation, seed, data_seed, epoch, number AS layer,
                  get(layers.grad_norm, place) AS grad_norm, get(layers.limit_rate, place) AS limit_rate,
                  CAST(NULL AS DOUBLE) AS activation_slope, CAST(CAST(X'69742773' AS STRING) AS STRING) AS init,
                  CAST(CAST(X'302e35' AS STRING) AS DOUBLE) AS scale, task
                  FROM epochs LATERAL VIEW posexplode(layers.layer) exploded_layers AS place, number
                """, DerivedView.LAYERS, columns(SAME, false));
    }

    @Test
    void runsHaveTheKeysTheMetricsAtTheLastEpochAndTheBestAccuracy() {
        assertSql("""
                SELECT architecture, activation, seed, data_seed, outcome, epoch AS outcome_epoch, train_loss,
                  best_test_acc, best_test_acc_epoch,
                  CAST(NULL AS DOUBLE) AS activation_slope, CAST(CAST(X'69742773' AS STRING) AS STRING) AS init,
                  CAST(CAST(X'302e35' AS STRING) AS DOUBLE) AS scale, task
                  FROM (SELECT * FROM epochs WHERE outcome IS NOT NULL) LEFT JOIN
                  (SELECT task, earliest_best(test_acc, epoch).test_acc AS best_test_acc,
                  earliest_best(test_acc, epoch).epoch AS best_test_acc_epoch FROM epochs GROUP BY task) USING (task)
                """, DerivedView.RUNS, columns(SAME, false));
    }

    @Test
    void cellsHaveTheKeysThatAreNoSeedsAndStatisticsOfEachMetric() {
        assertSql("""
                SELECT architecture, activation, count(*) AS runs,
                  count_if(coalesce(outcome = 'completed', true)) AS finite,
                  count_if(outcome = 'diverged') AS diverged,
                  if(count(train_loss) = count(*), exact_moments(train_loss).mean, NULL)
                  AS train_loss_mean,
                  if(count(train_loss) = count(*), exact_moments(train_loss).std, NULL) AS train_loss_std,
                  if(count(train_loss) = count(*), MEDIAN, NULL) AS train_loss_median,
                  if(count(train_loss) = count(*), min(train_loss), NULL) AS train_loss_min,
                  if(count(train_loss) = count(*), max(train_loss), NULL) AS train_loss_max,
                  count(train_loss) AS train_loss_finite,
                  exact_moments(train_loss).mean AS train_loss_finite_mean,
                  exact_moments(train_loss).std AS train_loss_finite_std,
                  MEDIAN AS train_loss_finite_median,
                  min(train_loss) AS train_loss_finite_min,
                  max(train_loss) AS train_loss_finite_max,
                  CAST(NULL AS DOUBLE) AS activation_slope, CAST(CAST(X'69742773' AS STRING) AS STRING) AS init,
                  CAST(CAST(X'302e35' AS STRING) AS DOUBLE) AS scale
                  FROM (SELECT architecture, activation, outcome, if(FINITE, train_loss, NULL) AS train_loss
                  FROM epochs WHERE outcome IS NOT NULL) GROUP BY architecture, activation
                """, DerivedView.CELLS, columns(SAME, true));
    }

    @Test
    void curvesAreCellsAtEachEpochAndNullWhereARunIsMissing() {
        assertSql("""
                SELECT point.architecture, point.activation, point.epoch, point.runs, point.finite,
                  CAST(size(filter(whole.ends, x -> x <= point.epoch)) AS BIGINT) AS diverged,
                  if(point.runs = whole.runs, train_loss_mean, NULL)
                  AS train_loss_mean,
                  if(point.runs = whole.runs, train_loss_std, NULL) AS train_loss_std,
                  if(point.runs = whole.runs, train_loss_median, NULL) AS train_loss_median,
                  if(point.runs = whole.runs, train_loss_min, NULL) AS train_loss_min,
                  if(point.runs = whole.runs, train_loss_max, NULL) AS train_loss_max,
                  CAST(NULL AS DOUBLE) AS activation_slope, CAST(CAST(X'69742773' AS STRING) AS STRING) AS init,
                  CAST(CAST(X'302e35' AS STRING) AS DOUBLE) AS scale
                  FROM (SELECT architecture, activation, epoch, count(*) AS runs,
                  count_if(coalesce(outcome = 'completed', true)) AS finite,
                  if(count(train_loss) = count(*), exact_moments(train_loss).mean, NULL)
                  AS train_loss_mean,
                  if(count(train_loss) = count(*), exact_moments(train_loss).std, NULL) AS train_loss_std,
                  if(count(train_loss) = count(*), MEDIAN, NULL) AS train_loss_median,
                  if(count(train_loss) = count(*), min(train_loss), NULL) AS train_loss_min,
                  if(count(train_loss) = count(*), max(train_loss), NULL) AS train_loss_max
                  FROM (SELECT architecture, activation, epoch, outcome, if(FINITE, train_loss, NULL) AS train_loss
                  FROM epochs) GROUP BY architecture, activation, epoch) AS point
                  JOIN (SELECT architecture, activation, count(*) AS runs,
                  array_agg(epoch) FILTER (WHERE outcome = 'diverged') AS ends
                  FROM epochs WHERE outcome IS NOT NULL GROUP BY architecture, activation) AS whole
                  ON point.architecture IS NOT DISTINCT FROM whole.architecture
                  AND point.activation IS NOT DISTINCT FROM whole.activation
                """, DerivedView.CURVES, columns(SAME, false));
    }

    @Test
    void duckDbHasTheSameInItsOwnWords() {
        String runs = DerivedView.RUNS.sql(columns(SAME, false), SqlDialect.DUCKDB);

        assertTrue(runs.contains("CAST('it''s' AS STRING) AS init, CAST('0.5' AS DOUBLE) AS scale"), runs);
        assertFalse(runs.contains("earliest_best"), runs);
    }

    @Test
    void aStoreOfOneCellHasNoKeysToGroupBy() {
        var one = Map.<String, Optional<Object>>of(
                "init", Optional.of("xavier"),
                "scale", Optional.of(0.5),
                "activation_slope", Optional.empty(),
                "architecture", Optional.of("2-3-1"),
                "activation", Optional.of("tanh"));
        String cells = DerivedView.CELLS.sql(columns(one, false), SqlDialect.SPARK);
        String curves = DerivedView.CURVES.sql(columns(one, false), SqlDialect.SPARK);

        assertEquals("SELECT count(*) AS runs", cells.substring(0, cells.indexOf(", ")));
        assertTrue(cells.endsWith(" FROM epochs WHERE outcome IS NOT NULL)"), cells);
        assertEquals("SELECT point.epoch", curves.substring(0, curves.indexOf(", ")));
        assertEquals(") AS whole ON true", curves.substring(curves.lastIndexOf(")")));
    }
}
