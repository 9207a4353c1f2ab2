package io.gradflow.spark.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparkSchemaTest {
    @Test
    void columnsHaveSparksTypes() {
        var schema = new RowSchema(
                TaskKey.ofColumns(List.of("dataset", "dataset_n", "dataset_relabel_after_noise", "scale", "seed")),
                List.of(Metric.TRAIN_LOSS),
                List.of(LayerMetric.GRAD_NORM));
        assertEquals("""
                root
                 |-- task: string (nullable = false)
                 |-- dataset: string (nullable = true)
                 |-- dataset_n: integer (nullable = true)
                 |-- dataset_relabel_after_noise: boolean (nullable = true)
                 |-- scale: double (nullable = true)
                 |-- seed: long (nullable = true)
                 |-- epoch: integer (nullable = false)
                 |-- train_loss: double (nullable = true)
                 |-- layers: array (nullable = true)
                 |    |-- element: struct (containsNull = false)
                 |    |    |-- layer: integer (nullable = false)
                 |    |    |-- grad_norm: double (nullable = true)
                 |-- outcome: string (nullable = true)
                """, SparkSchema.of(schema.columns()).treeString());
    }
}
