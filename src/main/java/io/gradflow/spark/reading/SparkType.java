package io.gradflow.spark.reading;

import io.gradflow.catalog.ValueType;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** How Spark has the values of a {@link ValueType}. */
enum SparkType {
    DOUBLE(DataTypes.DoubleType) {
        @Override
        Object read(InternalRow row, int position) {
            return row.getDouble(position);
        }
    },
    INTEGER(DataTypes.IntegerType) {
        @Override
        Object read(InternalRow row, int position) {
            return row.getInt(position);
        }
    },
    LONG(DataTypes.LongType) {
        @Override
        Object read(InternalRow row, int position) {
            return row.getLong(position);
        }
    },
    BOOLEAN(DataTypes.BooleanType) {
        @Override
        Object read(InternalRow row, int position) {
            return row.getBoolean(position);
        }
    },
    STRING(DataTypes.StringType) {
        @Override
        Object read(InternalRow row, int position) {
            return row.getUTF8String(position).toString();
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // Spark's simple types do not change
    private final DataType dataType;

    SparkType(DataType dataType) {
        this.dataType = dataType;
    }

    static SparkType of(ValueType type) {
        return switch (type) {
            case NUMBER -> DOUBLE;
            case INTEGER -> INTEGER;
            case LONG -> LONG;
            case FLAG -> BOOLEAN;
            case TEXT -> STRING;
        };
    }

    /** The type in a schema. */
    DataType dataType() {
        return dataType;
    }

    /**
     * Reads a value that is not null.
     *
     * @return of the Java type that {@link ValueType} names
     */
    abstract Object read(InternalRow row, int position);
}
