package io.gradflow.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A reader of Parquet files that shares no code with the product. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;

    DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
    }

    /** All rows of a store in a fixed order, as text that distinguishes any two doubles. */
    static byte[] rows(Path store) throws IOException, SQLException {
        var file = Files.createTempFile("gradflow-it", ".csv");
        try (var duckdb = new DuckDb()) {
            duckdb.loadRows(store);
            duckdb.execute("COPY (FROM epochs ORDER BY task, epoch) TO " + literal(file) + " (HEADER)");
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    /** Makes a table of all rows that a reader finds below a store's folder. */
    void loadRows(Path store) throws SQLException {
        execute("CREATE TABLE epochs AS SELECT * EXCLUDE filename FROM " + parquetOf(store));
    }

    /**
     * An SQL expression for these rows that reads the files again in each query, with the file of each row as
     * {@code filename}.
     */
    static String parquetOf(Path store) {
        // The escape keeps a bracket in a name from opening a class of characters.
        var pattern = Path.of(store.toString().replace("[", "[[]")).resolve("epochs/**/*.parquet");
        return "read_parquet(" + literal(pattern) + ", hive_partitioning = false, filename = true)";
    }

    void execute(String statement) throws SQLException {
        try (var jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        }
    }

    /** The rows of a query, each column as text. */
    List<List<String>> query(String query) throws SQLException {
        try (var jdbc = connection.createStatement();
                var result = jdbc.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            var rows = new ArrayList<List<String>>();
            while (result.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The only value of a query. */
    long number(String query) throws SQLException {
        return Long.parseLong(query(query).get(0).get(0));
    }

    static String literal(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
