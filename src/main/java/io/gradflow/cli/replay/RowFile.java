package io.gradflow.cli.replay;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * A Parquet file whose rows are written as they come. Lists of numbers go from arrays into columns, without an object
 * for each number. What waits for the disk is little, unless a row alone is large.
 */
final class RowFile implements Closeable {
    /** How much waits for the disk: pages that are compressed, and one of each column that is not. */
    private static final int ROW_GROUP_BYTES = 8 << 20;

    private final ParquetWriter<List<Cell>> writer;

    /** What a row has in a column. */
    sealed interface Cell {
        void write(RecordConsumer column);
    }

    /** A whole number. */
    record Whole(int value) implements Cell {
        @Override
        public void write(RecordConsumer column) {
            column.addInteger(value);
        }
    }

    /** A number. */
    record Real(double value) implements Cell {
        @Override
        public void write(RecordConsumer column) {
            column.addDouble(value);
        }
    }

    /** A text. */
    record Text(String value) implements Cell {
        @Override
        public void write(RecordConsumer column) {
            column.addBinary(Binary.fromString(value));
        }
    }

    /** A list of numbers: a part of an array, which nobody changes while it is written. */
    record Reals(double[] values, int from, int count) implements Cell {
        @Override
        public void write(RecordConsumer column) {
            column.startGroup();
            if (count > 0) {
                column.startField("list", 0);
                for (int i = from; i < from + count; i++) {
                    column.startGroup();
                    column.startField("element", 0);
                    column.addDouble(values[i]);
                    column.endField("element", 0);
                    column.endGroup();
                }
                column.endField("list", 0);
            }
            column.endGroup();
        }
    }

    /**
     * Begins a file.
     *
     * @param out is closed with the file
     */
    RowFile(OutputStream out, MessageType schema) throws IOException {
        writer = new Builder(out, schema)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize((long) ROW_GROUP_BYTES)
                // Numbers seldom repeat, and what does is small once it is compressed.
                .withDictionaryEncoding(false)
                // A row may be as large as a layer, and the next one small: by default Parquet looks after a hundred
                // rows
                // how much waits, and then guesses by their mean when to look again.
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(1)
                .build();
    }

    static Type whole(String name) {
        return Types.required(INT32).named(name);
    }

    static Type real(String name) {
        return Types.required(DOUBLE).named(name);
    }

    static Type text(String name) {
        return Types.required(BINARY).as(stringType()).named(name);
    }

    static Type reals(String name) {
        return Types.requiredList().requiredElement(DOUBLE).named(name);
    }

    /** Writes a row: a cell for each column of the schema, in its order. */
    void write(Cell... row) throws IOException {
        writer.write(List.of(row));
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    @SuppressWarnings("deprecation") // the method that is to be used instead calls this one
    private static final class Builder extends ParquetWriter.Builder<List<Cell>, Builder> {
        private final MessageType schema;

        Builder(OutputStream out, MessageType schema) {
            super(new Sink(out));
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<List<Cell>> getWriteSupport(Configuration configuration) {
            return new Cells(schema);
        }
    }

    @SuppressWarnings("deprecation") // the method that is to be used instead calls this one
    private static final class Cells extends WriteSupport<List<Cell>> {
        private final MessageType schema;
        private RecordConsumer columns;

        Cells(MessageType schema) {
            this.schema = schema;
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            columns = consumer;
        }

        @Override
        public void write(List<Cell> row) {
            columns.startMessage();
            for (int i = 0; i < row.size(); i++) {
                String name = schema.getFieldName(i);
                columns.startField(name, i);
                row.get(i).write(columns);
                columns.endField(name, i);
            }
            columns.endMessage();
        }
    }

    /** A stream as Parquet writes to one. */
    private record Sink(OutputStream out) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                private long position;

                @Override
                public long getPos() {
                    return position;
                }

                @Override
                public void write(int b) throws IOException {
                    out.write(b);
                    position++;
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    position += length;
                }

                @Override
                public void flush() throws IOException {
                    out.flush();
                }

                @Override
                public void close() throws IOException {
                    out.close();
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
