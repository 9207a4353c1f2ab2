package io.gradflow.query;

import io.gradflow.results.RowSchema;
import io.gradflow.store.ConstantColumns;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The views of a store as a script for DuckDB, over the files that are committed now. */
public final class DuckDbViews {
    /** What DuckDB takes for a pattern in the name of a file. */
    private static final Pattern SPECIAL = Pattern.compile("[*?\\[]");

    private DuckDbViews() {}

    /**
     * The script: a statement for each view. It needs no Spark.
     *
     * @throws StoreException if the store has no rows
     */
    public static String script(Store store, Configuration hadoop) throws StoreException {
        var waves = store.waves();
        var description = store.description();
        var keys = TaskKey.ofColumns(description.keys());
        var constants =
                ConstantColumns.of(waves, keys.stream().map(TaskKey::column).toList(), hadoop);
        var columns = new ViewColumns(RowSchema.of(keys, description.logging().groups()), constants, true);
        String files = waves.stream()
                .flatMap(wave -> wave.files().stream().map(wave::path))
                .map(DuckDbViews::literal)
                .collect(Collectors.joining(",\n    "));
        if (files.isEmpty()) {
            throw new StoreException("the store has no rows yet, must have some for DuckDB to read");
        }
        // No row, but columns that may be in none of the files.
        String later = RowSchema.LATER_COLUMNS.stream()
                .map(column -> "CAST(NULL AS DOUBLE) AS " + column)
                .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
        String rows = "SELECT " + String.join(", ", columns.ofRows(SqlDialect.DUCKDB))
                + "\n  FROM (SELECT * FROM read_parquet([\n    " + files
                + "],\n    union_by_name = true, hive_partitioning = false)\n  UNION ALL BY NAME " + later + ")";
        return Stream.concat(
                        Stream.of(view(Views.EPOCHS, rows)),
                        Arrays.stream(DerivedView.values())
                                .filter(view -> view.isIn(description.logging().groups()))
                                .map(view -> view(view.viewName(), view.sql(columns, SqlDialect.DUCKDB))))
                .collect(Collectors.joining("\n"));
    }

    private static String view(String name, String query) {
        return "CREATE OR REPLACE VIEW " + name + " AS\n" + query + ";\n";
    }

    private static String literal(Path file) {
        var uri = file.toUri();
        boolean isLocal = uri.getScheme() == null || uri.getScheme().equals("file");
        // DuckDB knows Hadoop's s3a by the name of s3.
        String name = isLocal ? uri.getPath() : uri.toString().replaceFirst("^s3a:", "s3:");
        return SqlDialect.DUCKDB.quoted(SPECIAL.matcher(name).replaceAll("[$0]"));
    }
}
