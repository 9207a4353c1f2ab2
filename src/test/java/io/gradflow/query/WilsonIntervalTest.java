package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonIntervalTest {
    private static Connection duckDb;

    @BeforeAll
    static void connect() throws SQLException {
        duckDb = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterAll
    static void disconnect() throws SQLException {
        duckDb.close();
    }

    private interface Check {
        void accept(ResultSet row) throws SQLException;
    }

    private static void ask(String k, int n, Check check) throws SQLException {
        try (var statement = duckDb.createStatement();
                var row = statement.executeQuery(
                        "SELECT " + WilsonInterval.columns("k", "n").collect(Collectors.joining(", "))
                                + " FROM (SELECT CAST(" + k + " AS BIGINT) AS k, CAST(" + n + " AS BIGINT) AS n)")) {
            assertTrue(row.next());
            check.accept(row);
        }
    }

    /** R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void intervalsAreThoseOfThePublishedTable(int k, int n, double low, double high) throws SQLException {
        ask(String.valueOf(k), n, row -> {
            assertEquals(k, row.getLong("k"));
            assertEquals(low, row.getDouble("k_low"), 0.5e-4);
            assertEquals(high, row.getDouble("k_high"), 0.5e-4);
        });
    }

    @Test
    void noneAndAllEndAtZeroAndOneExactly() throws SQLException {
        for (int n = 1; n < 100; n++) {
            int all = n;
            ask("0", n, row -> assertEquals(0, row.getDouble("k_low")));
            ask(String.valueOf(n), n, row -> assertEquals(1, row.getDouble("k_high"), () -> "n = " + all));
        }
    }

    @Test
    void whatIsNotKnownHasNoInterval() throws SQLException {
        ask("NULL", 10, row -> {
            assertNull(row.getObject("k_low"));
            assertNull(row.getObject("k_high"));
        });
    }
}
