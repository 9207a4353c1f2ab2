package io.gradflow.cli.usage;

import io.gradflow.results.RowSchema;
import io.gradflow.spark.reading.StoredRows;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The columns of rows that {@code verify --digest} hashes. */
public enum DigestedColumns {
    /**
     * Those that all versions of the format have, whatever groups of diagnostics a store has besides. So the same rows
     * have the same hash, whatever wrote them.
     */
    COMMON {
        @Override
        public Dataset<Row> of(SparkSession spark, List<Wave> waves, List<TaskKey> keys) {
            return StoredRows.of(spark, waves, RowSchema.of(keys)).drop(RowSchema.LATER_COLUMNS.toArray(String[]::new));
        }
    },
    ALL {
        @Override
        public Dataset<Row> of(SparkSession spark, List<Wave> waves, List<TaskKey> keys) {
            return StoredRows.of(spark, waves, keys);
        }
    };

    /**
     * The rows with these columns alone.
     *
     * @param keys of all sweeps in the store
     */
    public abstract Dataset<Row> of(SparkSession spark, List<Wave> waves, List<TaskKey> keys);

    /** Takes no text for {@link #COMMON}. */
    public static final class Converter implements ITypeConverter<DigestedColumns> {
        @Override
        public DigestedColumns convert(String text) {
            return switch (text) {
                case "" -> COMMON;
                case "all" -> ALL;
                default -> throw new TypeConversionException("must be all or left out, but is '" + text + "'");
            };
        }
    }
}
