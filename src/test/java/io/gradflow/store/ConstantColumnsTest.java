package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.spark.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the footers of files tell of columns, for files of any values. */
class ConstantColumnsTest {
    private static final Configuration HADOOP = Sessions.hadoop(Map.of());

    @TempDir
    private Path folder;

    private final List<CommittedFile> files = new ArrayList<>();
    private int number;

    /** Writes a file with one column, which has these values; null for a row without one. */
    private void write(String column, Object... values) throws IOException {
        String type = values[0] instanceof String || values[0] == null
                ? "binary " + column + " (UTF8)"
                : (values[0] instanceof Double ? "double " : values[0] instanceof Long ? "int64 " : "boolean ")
                        + column;
        var schema = MessageTypeParser.parseMessageType("message row { optional " + type + "; }");
        String name = number++ + ".parquet";
        var path = new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
        try (var writer = ExampleParquetWriter.builder(path)
                .withConf(HADOOP)
                .withType(schema)
                .build()) {
            for (var value : values) {
                var row = new SimpleGroup(schema);
                if (value instanceof String text) {
                    row.add(column, Binary.fromString(text));
                } else if (value instanceof Double number) {
                    row.add(column, (double) number);
                } else if (value instanceof Long number) {
                    row.add(column, (long) number);
                } else if (value instanceof Boolean flag) {
                    row.add(column, (boolean) flag);
                }
                writer.write(row);
            }
        }
        files.add(new CommittedFile(name, Files.size(folder.resolve(name)), values.length, name, 0, 0, 0));
    }

    private Map<String, Optional<Object>> constants(String... columns) {
        var wave = new Wave(new org.apache.hadoop.fs.Path(folder.toUri()), files);
        return assertDoesNotThrow(() -> ConstantColumns.of(List.of(wave), Arrays.asList(columns), HADOOP));
    }

    private void assertConstant(Object value) {
        assertEquals(Map.of("x", Optional.ofNullable(value)), constants("x"));
    }

    private void assertVaries() {
        assertEquals(Map.of(), constants("x"));
    }

    @Test
    void oneValueInAllFilesIsConstant() throws IOException {
        write("x", "größe", "größe");
        write("x", "größe");
        assertConstant("größe");
    }

    @Test
    void numbersAndFlagsAreConstantToo() throws IOException {
        write("n", 7L, 7L);
        write("x", 0.1, 0.1);
        write("b", true);
        assertEquals(Map.of(), constants("n", "x", "b"), "each is missing in two files");
        files.remove(2);
        files.remove(1);
        assertEquals(Map.of("n", Optional.of(7L), "x", Optional.empty()), constants("n", "x"));
    }

    @Test
    void bothZerosAreOne() throws IOException {
        write("x", 0.0, -0.0);
        write("x", 0.0);
        assertConstant(0.0);
    }

    @Test
    void aColumnWithoutValuesIsNullInAllRows() throws IOException {
        write("x", null, null);
        write("y", "z");
        assertConstant(null);
    }

    @Test
    void twoValuesVaryWithinAFileAndAcrossFiles() throws IOException {
        write("x", "a", "b");
        assertVaries();
        files.clear();
        write("x", "a");
        write("x", "b");
        assertVaries();
    }

    @Test
    void aValueAndNoneVary() throws IOException {
        write("x", "a", null);
        assertVaries();
        files.clear();
        write("x", "a");
        write("y", "a");
        assertVaries();
    }

    @Test
    void whatTheStatisticsDoNotTellVaries() throws IOException {
        write("x", Double.NaN, Double.NaN);
        assertVaries();
    }

    @Test
    void nothingIsKnownOfFilesThatCannotBeRead() throws IOException {
        write("x", "a");
        Files.writeString(folder.resolve("torn.parquet"), "PAR1");
        files.add(new CommittedFile("torn.parquet", 4, 1, "00", 0, 0, 0));
        assertVaries();
    }

    @Test
    void nothingIsConstantInNoFiles() {
        assertVaries();
    }
}
