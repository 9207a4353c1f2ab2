package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The views' definitions for few columns. What they answer, {@code SweepEndToEndTest} asks. */
class DerivedViewTest {
    private static final RowSchema SCHEMA = new RowSchema(
            TaskKey.ofColumns(List.of("activation", "scale", "seed", "data_seed")),
            List.of(Metric.TRAIN_LOSS, Metric.LIMIT_RATE),
            List.of(LayerMetric.GRAD_NORM, LayerMetric.LIMIT_RATE));

    /** Lines of SQL are joined by blanks. */
    private static void assertSql(String expected, DerivedView view) {
        assertEquals(expected.strip().replaceAll("\\n\\s*", " "), view.sql(SCHEMA));
    }

    @Test
    void layersHaveTheKeysAndTheFieldsOfALayer() {
        assertSql("""
                SELECT task, activation, scale, seed, data_seed, epoch, l.layer, l.grad_norm, l.limit_rate
                  FROM epochs LATERAL VIEW explode(layers) AS l
                """, DerivedView.LAYERS);
    }

    @Test
    void runsHaveTheKeysTheMetricsAtTheLastEpochAndTheBestAccuracy() {
        assertSql("""
                SELECT task, activation, scale, seed, data_seed, outcome, epoch AS outcome_epoch,
                  train_loss, limit_rate,
                  best.acc AS best_test_acc,
                  if(best.acc IS NULL, NULL, -best.minus_epoch) AS best_test_acc_epoch
                  FROM epochs
                  JOIN (SELECT task, max(named_struct('acc', test_acc, 'minus_epoch', -epoch)) AS best
                  FROM epochs GROUP BY task) USING (task)
                  WHERE outcome IS NOT NULL
                """, DerivedView.RUNS);
    }

    @Test
    void cellsHaveTheKeysThatAreNoSeedsAndStatisticsOfEachMetric() {
        assertSql("""
                SELECT activation, scale, count(*) AS runs, count_if(outcome = 'diverged') AS diverged,
                  if(bool_and(coalesce(outcome = 'completed' AND abs(train_loss) < double('Infinity'), false)),
                  avg(train_loss), double('NaN')) AS train_loss_mean,
                  if(bool_and(coalesce(outcome = 'completed' AND abs(train_loss) < double('Infinity'), false)),
                  stddev_pop(train_loss), double('NaN')) AS train_loss_std,
                  if(bool_and(coalesce(outcome = 'completed' AND abs(limit_rate) < double('Infinity'), false)),
                  avg(limit_rate), double('NaN')) AS limit_rate_mean,
                  if(bool_and(coalesce(outcome = 'completed' AND abs(limit_rate) < double('Infinity'), false)),
                  stddev_pop(limit_rate), double('NaN')) AS limit_rate_std
                  FROM (SELECT * FROM epochs WHERE outcome IS NOT NULL
                  DISTRIBUTE BY activation, scale SORT BY activation, scale, seed, data_seed)
                  GROUP BY activation, scale
                """, DerivedView.CELLS);
    }

    @Test
    void curvesAreCellsAtEachEpochAndNotFiniteWhereARunIsMissing() {
        assertEquals(
                """
                SELECT activation, scale, epoch, runs,
                  sum(diverging) OVER (PARTITION BY activation, scale ORDER BY epoch) AS diverged,
                  if(runs = max(runs) OVER (PARTITION BY activation, scale), train_loss_mean, double('NaN'))
                  AS train_loss_mean,
                  if(runs = max(runs) OVER (PARTITION BY activation, scale), train_loss_std, double('NaN'))
                  AS train_loss_std
                  FROM (SELECT activation, scale, epoch, count(*) AS runs,
                  count_if(outcome = 'diverged') AS diverging,
                  if(bool_and(coalesce(coalesce(outcome, 'running') IN ('running', 'completed')
                  AND abs(train_loss) < double('Infinity'), false)),
                  avg(train_loss), double('NaN')) AS train_loss_mean,
                  if(bool_and(coalesce(coalesce(outcome, 'running') IN ('running', 'completed')
                  AND abs(train_loss) < double('Infinity'), false)),
                  stddev_pop(train_loss), double('NaN')) AS train_loss_std
                  FROM (SELECT * FROM epochs DISTRIBUTE BY activation, scale
                  SORT BY activation, scale, epoch, activation, scale, seed, data_seed)
                  GROUP BY activation, scale, epoch)
                """.strip().replaceAll("\\n\\s*", " "),
                DerivedView.CURVES.sql(new RowSchema(SCHEMA.keys(), List.of(Metric.TRAIN_LOSS), List.of())));
    }
}
