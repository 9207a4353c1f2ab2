package io.gradflow.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradflow.cli.usage.UsageException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New files and folders are whole, or not there. */
class NewOutputTest {
    @TempDir
    private Path folder;

    private List<String> names() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.skip(1)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileIsInItsPlaceOnceItIsWhole() throws Exception {
        NewOutput.writeFile(folder.resolve("a"), out -> {
            out.print("caf\u00e9\n");
            assertEquals(1, names().size());
            assertEquals(false, names().contains("a"));
        });

        assertEquals(List.of("a"), names());
        assertEquals("caf\u00e9\n", Files.readString(folder.resolve("a")));
    }

    @Test
    void ofAFileThatFailsNothingStays() throws Exception {
        var failed = assertThrows(
                IllegalStateException.class,
                () -> NewOutput.writeFile(folder.resolve("a"), out -> {
                    out.println("half");
                    throw new IllegalStateException("no rows");
                }));

        assertEquals("no rows", failed.getMessage());
        assertEquals(List.of(), names());
    }

    @Test
    void ofAFolderThatFailsNothingStays() throws Exception {
        assertThrows(IllegalStateException.class, () -> {
            try (var output = NewOutput.folder(folder.resolve("a"))) {
                output.write("first", out -> out.println("whole"));
                output.write("second", out -> {
                    throw new IllegalStateException("no rows");
                });
                output.publish();
            }
        });

        assertEquals(List.of(), names());
    }

    @Test
    void aFolderHasItsFiles() throws Exception {
        try (var output = NewOutput.folder(folder.resolve("a"))) {
            output.write("first", out -> out.print("1"));
            output.write("second", out -> out.print("2"));
            output.publish();
        }

        assertEquals(List.of("a", "a/first", "a/second"), names());
    }

    @Test
    void whatAppearsMeanwhileStays() throws Exception {
        var place = folder.resolve("a");
        var refused = assertThrows(
                UsageException.class, () -> NewOutput.writeFile(place, out -> Files.writeString(place, "mine")));

        assertEquals(place + " exists, must be a new file", refused.getMessage());
        assertEquals(List.of("a"), names());
        assertEquals("mine", Files.readString(place));
    }

    @Test
    void aLinkToNothingExists() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));

        assertThrows(UsageException.class, () -> NewOutput.writeFile(link, out -> out.print("x")));
        assertEquals(List.of("link"), names());
    }

    /** A print stream alone would keep the error to itself. */
    @Test
    void aFullDiskIsToldByTheNameOfTheFile() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
        try (var full = new FileOutputStream("/dev/full")) {
            var results = new ResultStream("rows.csv", full);
            var out = new PrintStream(results);
            var failed = assertThrows(ResultStream.Failure.class, () -> {
                out.print("x".repeat(100_000));
                results.close();
            });

            assertEquals("rows.csv cannot be written: No space left on device", failed.getMessage());
        }
    }
}
