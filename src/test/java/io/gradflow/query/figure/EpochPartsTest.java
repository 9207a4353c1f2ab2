package io.gradflow.query.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.spark.Sessions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class EpochPartsTest {
    /** A curve of 100 epochs that rises, with a peak at 20 and a dip at 70. */
    private static final String POINTS = """
            SELECT 'relu' AS activation, CAST(id AS INT) AS epoch, 5L AS n,
                CASE id WHEN 20 THEN 1000D WHEN 70 THEN -1D ELSE id END AS v FROM range(100)
            """;

    private static List<Row> thinned(int parts) throws IOException {
        var epochs = new EpochParts(0, 99, parts, false);
        try (var spark = Sessions.start("local[1]", Map.of("spark.sql.shuffle.partitions", "1"))) {
            Sessions.preferInterpretation(spark);
            return spark.sql(epochs.thinned(POINTS, List.of("activation"), List.of("v"), List.of("n")))
                    .orderBy("epoch")
                    .collectAsList();
        }
    }

    @Test
    void endsAndExtremesOfEachPartStay() throws IOException {
        var points = thinned(2);

        assertEquals(
                List.of(0, 20, 49, 50, 70, 99),
                points.stream().map(row -> row.<Integer>getAs("epoch")).toList());
        assertEquals(
                List.of(0.0, 1000.0, 49.0, 50.0, -1.0, 99.0),
                points.stream().map(row -> row.<Double>getAs("v")).toList());
        // Each part is told once.
        assertEquals(
                List.of(50L, 50L),
                points.stream()
                        .filter(row -> row.<Boolean>getAs(EpochParts.IS_FIRST))
                        .map(row -> row.<Long>getAs(EpochParts.POINTS))
                        .toList());
        assertEquals(3, points.get(0).<Integer>getAs(EpochParts.KEPT));
    }

    @Test
    void aCurveOfFewEpochsKeepsAllOfThem() throws IOException {
        assertEquals(100, thinned(30).size());
    }
}
