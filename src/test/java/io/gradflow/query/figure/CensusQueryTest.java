package io.gradflow.query.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.spark.Sessions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class CensusQueryTest {
    /** The last rows of five runs with two layers, of which one diverged and two failed, and a row before. */
    private static final String ROWS = """
            SELECT 'relu' AS activation, epoch, outcome, if(outcome = 'failed', NULL, array(
                named_struct('layer', 1, 'grad_norm', g), named_struct('layer', 2, 'grad_norm', g + 1))) AS layers
            FROM VALUES (9, NULL, 7.0D), (10, 'completed', 1.0D), (10, 'completed', 3.0D),
                (4, 'diverged', double('Infinity')), (5, 'failed', NULL), (6, 'failed', NULL) AS (epoch, outcome, g)
            """;

    @Test
    void failedRunsAreCountedWhereRunsHaveLayers() throws IOException {
        var rows = new DrawnRows(List.of("activation"), "true -- all", true);
        var query = new CensusQuery(
                rows,
                List.of(MeasuredColumn.ofLayer("grad_norm", 1), MeasuredColumn.ofLayer("grad_norm", 3)),
                List.of("epoch"),
                Optional.of("layers.grad_norm"));
        try (var spark = Sessions.start("local[1]", Map.of("spark.sql.shuffle.partitions", "1"))) {
            Sessions.preferInterpretation(spark);
            spark.sql(ROWS).createOrReplaceTempView("epochs");

            var found = spark.sql(query.sql()).collectAsList();

            assertEquals(
                    List.of("[relu,5,1,2,10,2,0,2,true,4,10]"),
                    found.stream().map(Object::toString).toList());
        }
    }
}
