package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Counts the rows below a store's folder with DuckDB all the time, while other processes write into it. Each count must
 * equal the sum of the manifests at some moment between just before and just after it. So it counts whole waves, and
 * none twice.
 */
final class CountingReader implements AutoCloseable {
    /** The pause between counts, so that counting does not slow down the writers. */
    private static final int PAUSE_MILLIS = 100;

    private final Path store;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;
    private final TreeSet<Long> counts = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private Exception failure;
    private int looks;

    CountingReader(Path store) {
        this.store = store;
        thread = new Thread(this::count, "counting-reader");
        thread.start();
    }

    private void count() {
        try (var duckdb = new DuckDb()) {
            duckdb.execute("SET threads = 1");
            do {
                look(duckdb);
            } while (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
            look(duckdb);
        } catch (SQLException | InterruptedException | RuntimeException e) {
            failure = e;
        }
    }

    private void look(DuckDb duckdb) throws SQLException {
        var before = ShortSweep.waves(store);
        long rows = rows(duckdb);
        var after = ShortSweep.waves(store);
        looks++;
        counts.add(rows);
        var committed = new ArrayList<Long>();
        for (int waves = before.size(); waves <= after.size(); waves++) {
            committed.add(after.subList(0, waves).stream()
                    .mapToLong(ShortSweep.CommittedWave::sum)
                    .sum());
        }
        if (!committed.contains(rows)) {
            wrong.add(rows + " rows, of waves with " + committed);
        }
    }

    private long rows(DuckDb duckdb) throws SQLException {
        try {
            return duckdb.number("SELECT count(*) FROM " + DuckDb.parquetOf(store));
        } catch (SQLException e) {
            if (e.getMessage().contains("No files found")) {
                return 0;
            }
            throw e;
        }
    }

    /** Looks once more and ends. All counts must be right, the first must be 0 and the last the number of all rows. */
    void assertRight() throws Exception {
        close();
        if (failure != null) {
            throw failure;
        }
        assertEquals(List.of(), wrong, "of " + looks + " looks");
        assertEquals(
                List.of(
                        0L,
                        ShortSweep.waves(store).stream()
                                .mapToLong(ShortSweep.CommittedWave::sum)
                                .sum()),
                List.of(counts.first(), counts.last()),
                "first and last of " + counts);
    }

    @Override
    public void close() {
        end.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
