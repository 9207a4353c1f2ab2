package io.gradflow.parquet;

import io.gradflow.catalog.ValueType;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** How Parquet has the values of a {@link ValueType}: their type, their plain encoding, and their statistics. */
enum ParquetType {
    DOUBLE(PrimitiveTypeName.DOUBLE) {
        @Override
        void write(Object value, ValuesWriter values) {
            values.writeDouble((Double) value);
        }

        @Override
        void update(Statistics<?> statistics, Object value) {
            statistics.updateStats((double) (Double) value);
        }
    },
    INT32(PrimitiveTypeName.INT32) {
        @Override
        void write(Object value, ValuesWriter values) {
            values.writeInteger((Integer) value);
        }

        @Override
        void update(Statistics<?> statistics, Object value) {
            statistics.updateStats((int) (Integer) value);
        }
    },
    INT64(PrimitiveTypeName.INT64) {
        @Override
        void write(Object value, ValuesWriter values) {
            values.writeLong((Long) value);
        }

        @Override
        void update(Statistics<?> statistics, Object value) {
            statistics.updateStats((long) (Long) value);
        }
    },
    BOOLEAN(PrimitiveTypeName.BOOLEAN) {
        @Override
        void write(Object value, ValuesWriter values) {
            values.writeBoolean((Boolean) value);
        }

        @Override
        void update(Statistics<?> statistics, Object value) {
            statistics.updateStats((boolean) (Boolean) value);
        }

        @Override
        boolean hasDictionary() {
            return false;
        }

        @Override
        ValuesWriter plain() {
            return Encodings.booleans();
        }
    },
    STRING(PrimitiveTypeName.BINARY) {
        @Override
        PrimitiveType named(String name, Repetition repetition) {
            return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                    .as(LogicalTypeAnnotation.stringType())
                    .named(name);
        }

        @Override
        void write(Object value, ValuesWriter values) {
            values.writeBytes(binary((String) value));
        }

        @Override
        void update(Statistics<?> statistics, Object value) {
            statistics.updateStats(binary((String) value));
        }
    };

    private final PrimitiveTypeName primitive;

    ParquetType(PrimitiveTypeName primitive) {
        this.primitive = primitive;
    }

    static ParquetType of(ValueType type) {
        return switch (type) {
            case NUMBER -> DOUBLE;
            case INTEGER -> INT32;
            case LONG -> INT64;
            case FLAG -> BOOLEAN;
            case TEXT -> STRING;
        };
    }

    /** Text in UTF-8. */
    static Binary binary(String text) {
        return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of this type. */
    PrimitiveType named(String name, Repetition repetition) {
        return Types.primitive(primitive, repetition).named(name);
    }

    /** Whether pages may refer to a dictionary of the values; Parquet has none of booleans. */
    boolean hasDictionary() {
        return true;
    }

    /** An encoder of values as they are. */
    ValuesWriter plain() {
        return Encodings.plain();
    }

    /**
     * Writes a value.
     *
     * @param value of the Java type that {@link ValueType} names; not null
     */
    abstract void write(Object value, ValuesWriter values);

    /** Counts a value in statistics; it is of the same Java type. */
    abstract void update(Statistics<?> statistics, Object value);
}
