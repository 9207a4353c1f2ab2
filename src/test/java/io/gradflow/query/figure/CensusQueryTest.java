package io.gradflow.query.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.spark.Sessions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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
    void runsWithoutLayersAreCountedApartFromLayers() throws IOException {
        var rows = new DrawnRows(List.of("activation"), "true -- all", true, true);
        var query = new CensusQuery(rows, List.of(DrawnRows.ofEachLayer("grad_norm")), List.of("epoch"));
        try (var spark = Sessions.start("local[1]", Map.of("spark.sql.shuffle.partitions", "1"))) {
            Sessions.preferInterpretation(spark);
            spark.sql(ROWS).createOrReplaceTempView("epochs");

            var found = spark.sql(query.sql()).orderBy(DrawnRows.LAYER).collectAsList();

            assertEquals(
                    List.of(
                            "[relu,null,2,0,2,6,0,null,null,null,null,true,5,6]",
                            "[relu,1,3,1,0,10,2,2.0,2.0,1.0,3.0,true,4,10]",
                            "[relu,2,3,1,0,10,2,3.0,3.0,2.0,4.0,true,4,10]"),
                    found.stream().map(Object::toString).toList());
        }
    }
}
