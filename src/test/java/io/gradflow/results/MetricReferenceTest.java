package io.gradflow.results;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page of the metrics has every definition as the code has it. */
class MetricReferenceTest {
    private static final Path PAGE = Path.of("src/site/markdown/metrics.md");

    @Test
    void pageDefinesEveryMetricAsTheCodeDoes() throws IOException {
        String page = Files.readString(PAGE);
        for (var metric : Metric.values()) {
            assertRow(page, metric.column(), metric.description());
        }
        for (var metric : LayerMetric.values()) {
            assertRow(page, metric.column(), metric.description());
        }
    }

    private static void assertRow(String page, String column, String description) {
        String row = "| `" + column + "` | " + description.replace("|", "\\|") + " |";
        assertTrue(page.contains(row + "\n"), PAGE + " lacks the line " + row);
    }
}
