package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Python that the pages show, run as it stands there. It needs a Python with pandas, pyarrow, polars and duckdb,
 * which the variable {@code GRADFLOW_PYTHON} names, as {@code .ci/run} does.
 */
class PythonIT {
    private static final Pattern BLOCK = Pattern.compile("```python\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private static Path folder;

    private static String python;

    private static long rows;
    private static long cells;

    /** In the place that the pages name lies a store. */
    @BeforeAll
    static void makeThePlaceThatThePagesName() throws Exception {
        python = System.getenv("GRADFLOW_PYTHON");
        assumeTrue(python != null, "GRADFLOW_PYTHON names no Python");
        var sweep = ShortSweep.get();
        Files.createDirectory(folder.resolve("runs"));
        Files.createSymbolicLink(folder.resolve("runs/study"), sweep.undisturbed());
        sweep.gradflow(
                        "export",
                        "--as",
                        "duckdb",
                        "--store",
                        folder.resolve("runs/study").toString(),
                        "--output",
                        folder.resolve("study.sql").toString())
                .run()
                .assertExitCode(0);
        try (var duckdb = new DuckDb()) {
            duckdb.loadRows(sweep.undisturbed());
            rows = duckdb.number("SELECT count(*) FROM epochs");
            cells = duckdb.number("SELECT count(*) FROM"
                    + " (SELECT DISTINCT activation, scale, optimizer, learning_rate FROM epochs)");
        }
    }

    @Test
    void pandasAndPolarsReadTheRowsOfTheStore() throws IOException {
        var blocks = blocks("store.md");
        assertEquals(2, blocks.size());
        for (var block : blocks) {
            assertEquals(rows, answer(block + "print(len(rows))\n"), block);
        }
    }

    @Test
    void duckDbHasTheViews() throws IOException {
        var blocks = blocks("views.md");
        assertEquals(1, blocks.size());
        assertEquals(cells, answer(blocks.get(0) + "print(len(cells))\n"));
    }

    private static List<String> blocks(String page) throws IOException {
        String text = Files.readString(Path.of(System.getProperty("gradflow.home"), "src/site/markdown", page));
        return BLOCK.matcher(text).results().map(block -> block.group(1)).toList();
    }

    /** The number that a program prints. */
    private static long answer(String program) throws IOException {
        var file = Files.writeString(Files.createTempFile(folder, "shown", ".py"), program);
        var finished = Command.of(python, file.toString()).in(folder).run().assertExitCode(0);
        return Long.parseLong(finished.stdout().strip());
    }
}
