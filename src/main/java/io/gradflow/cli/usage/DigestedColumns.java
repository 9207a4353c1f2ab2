package io.gradflow.cli.usage;

import io.gradflow.results.RowSchema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The columns of rows that {@code verify --digest} hashes. */
public enum DigestedColumns {
    /** Those that all versions of the format have. So the same rows have the same hash, whatever wrote them. */
    COMMON {
        @Override
        public Dataset<Row> of(Dataset<Row> rows) {
            return rows.drop(RowSchema.LATER_COLUMNS.toArray(String[]::new));
        }
    },
    ALL {
        @Override
        public Dataset<Row> of(Dataset<Row> rows) {
            return rows;
        }
    };

    /** The rows with these columns alone. */
    public abstract Dataset<Row> of(Dataset<Row> rows);

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
