package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blog's sweep ends with the accuracies that its notebook prints. */
class BlogTest {
    /** What the notebook calls random, Xavier, He and zeros. */
    private static final Map<String, String> INITS =
            Map.of("random", "standard_normal", "xavier", "xavier_fan_in", "he", "he", "zeros", "zeros");

    @TempDir
    private Path folder;

    private static List<CSVRecord> csv(String text) throws IOException {
        var format =
                CSVFormat.Builder.create().setHeader().setSkipHeaderRecord(true).get();
        try (var parser = CSVParser.parse(text, format)) {
            return parser.getRecords();
        }
    }

    private static String rounded(double accuracy) {
        return String.format(Locale.ROOT, "%.4f", accuracy);
    }

    private static String expected(CSVRecord published) {
        return String.join(
                " ",
                published.get("activation"),
                INITS.get(published.get("init")),
                published.get("epochs"),
                rounded(Double.parseDouble(published.get("train_accuracy"))),
                rounded(Double.parseDouble(published.get("validation_accuracy"))));
    }

    private static String actual(CSVRecord cell) {
        assertEquals("1", cell.get("runs"));
        return String.join(
                " ",
                cell.get("activation"),
                cell.get("init"),
                cell.get("epochs"),
                rounded(Double.parseDouble(cell.get("train_acc_mean"))),
                rounded(Double.parseDouble(cell.get("test_acc_mean"))));
    }

    @Test
    void itsTableHasTheAccuraciesOfTheNotebook() throws IOException {
        String published;
        try (var in = BlogTest.class.getResourceAsStream("blog-accuracies.csv")) {
            published = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String store = folder.resolve("blog").toString();

        var run = Invocation.of("run", "conf/blog.conf", "--store", store, "--master", "local[2]", "--format", "csv");

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(
                csv(published).stream().map(BlogTest::expected).sorted().toList(),
                csv(run.out()).stream().map(BlogTest::actual).sorted().toList());
    }
}
