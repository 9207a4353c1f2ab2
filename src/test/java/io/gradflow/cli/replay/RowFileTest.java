package io.gradflow.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradflow.cli.output.ResultStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
    private static final MessageType SCHEMA = new MessageType(
            "rows", RowFile.whole("epoch"), RowFile.text("part"), RowFile.real("mean"), RowFile.reals("outputs"));

    @TempDir
    private Path folder;

    private static void write(RowFile file, int epoch, double[] numbers, int from, int count) throws IOException {
        file.write(
                new RowFile.Whole(epoch),
                new RowFile.Text("caf\u00e9"),
                new RowFile.Real(-0.0),
                new RowFile.Reals(numbers, from, count));
    }

    @Test
    void rowsAreReadAsTheyWereWritten() throws Exception {
        var path = folder.resolve("rows.parquet");
        try (var file = new RowFile(Files.newOutputStream(path), SCHEMA)) {
            write(file, 7, new double[] {1, Double.NaN, 3, 4}, 1, 2);
            write(file, 8, new double[0], 0, 0);
        }

        try (var reader = ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(path.toUri()))
                .build()) {
            var first = reader.read();
            assertEquals(7, first.getInteger("epoch", 0));
            assertEquals("caf\u00e9", first.getString("part", 0));
            assertEquals(1 / -0.0, 1 / first.getDouble("mean", 0));
            var outputs = first.getGroup("outputs", 0);
            assertEquals(2, outputs.getFieldRepetitionCount("list"));
            assertEquals(Double.NaN, number(outputs, 0));
            assertEquals(3, number(outputs, 1));
            var second = reader.read();
            assertEquals(8, second.getInteger("epoch", 0));
            assertEquals(0, second.getGroup("outputs", 0).getFieldRepetitionCount("list"));
        }
    }

    private static double number(Group list, int place) {
        return list.getGroup("list", place).getDouble("element", 0);
    }

    /** Each second row has a megabyte: what waits is not a hundred of them. */
    @Test
    void largeRowsDoNotWaitForOneAnother() throws Exception {
        var path = folder.resolve("rows.parquet");
        // Numbers that no codec makes small.
        double[] numbers =
                IntStream.range(0, 1 << 17).mapToDouble(i -> 1 / (3.0 + i)).toArray();
        try (var file = new RowFile(Files.newOutputStream(path), SCHEMA)) {
            for (int epoch = 0; epoch < 40; epoch++) {
                write(file, epoch, numbers, 0, 1);
                write(file, epoch, numbers, 0, numbers.length);
            }
        }

        try (var reader = ParquetFileReader.open(new LocalInputFile(path))) {
            assertTrue(
                    reader.getRowGroups().size() >= 4,
                    "there are " + reader.getRowGroups().size() + " row groups");
            assertEquals(80, reader.getRecordCount());
        }
    }

    @Test
    void aFullDiskIsToldByTheNameOfTheFile() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
        var failed = assertThrows(Exception.class, () -> {
            try (var file =
                    new RowFile(new ResultStream("network/rows.parquet", new FileOutputStream("/dev/full")), SCHEMA)) {
                write(file, 0, new double[1 << 17], 0, 1 << 17);
            }
        });

        assertEquals(
                "network/rows.parquet cannot be written: No space left on device",
                ResultStream.Failure.in(failed).orElseThrow().getMessage());
    }
}
