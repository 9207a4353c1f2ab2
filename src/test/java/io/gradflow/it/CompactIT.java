package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests {@code compact} while another reader, which ignores manifests, reads the store, and with {@code kill -9} at
 * random moments.
 */
class CompactIT {
    private static final int ROUNDS = 2;
    private static final long SEED = 7;

    @TempDir
    private static Path temporary;

    private static ShortSweep sweep;
    private static long rows;

    @BeforeAll
    static void count() throws SQLException {
        sweep = ShortSweep.get();
        try (var duckdb = new DuckDb()) {
            rows = count(duckdb, sweep.undisturbed());
        }
    }

    private static long count(DuckDb duckdb, Path store) throws SQLException {
        return duckdb.number("SELECT count(*) FROM " + DuckDb.parquetOf(store));
    }

    private static Path copyOfUndisturbed(String name) throws Exception {
        var store = temporary.resolve(name);
        ShortSweep.copy(sweep.undisturbed(), store);
        return store;
    }

    private static Command compact(Path store) {
        return sweep.gradflow("compact", "--store", store.toString(), "--master", "local[2]");
    }

    /** A reader that counts all the time may find that listed files are gone, but it never counts a wrong number. */
    @Test
    void aReaderDuringCompactionCountsEachRowOnce() throws Exception {
        var store = copyOfUndisturbed("counted");
        var wrong = new ArrayList<String>();
        int right = 0;
        try (var duckdb = new DuckDb();
                var running = compact(store).start()) {
            duckdb.execute("SET threads = 1");
            while (running.isAlive()) {
                try {
                    long counted = count(duckdb, store);
                    if (counted == rows) {
                        right++;
                    } else {
                        wrong.add(counted + " rows");
                    }
                } catch (SQLException e) {
                    if (!isOfMissingFile(e)) {
                        wrong.add(e.toString());
                    }
                }
            }
            running.await().assertExitCode(0);
            assertEquals(rows, count(duckdb, store));
        }
        assertEquals(List.of(), wrong, "of " + rows + " rows");
        assertTrue(right > 0, "nothing was counted meanwhile");
        assertEquals(1, ShortSweep.committedFiles(store).size());
        sweep.assertWhole(store);
    }

    private static boolean isOfMissingFile(SQLException e) {
        return e.getMessage().contains("No files found") || e.getMessage().contains("No such file");
    }

    @Test
    void aKilledCompactionLosesNothingAndTheNextOneFinishesIt() throws Exception {
        var store = copyOfUndisturbed("killed");
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            // The first moment is early and the second late, maybe after the end. A compaction takes about as long as
            // the run took.
            double share = (round + random.nextDouble()) / ROUNDS;
            try (var running = compact(store).start()) {
                if (!running.endsWithin(
                        Duration.ofMillis((long) (share * sweep.duration().toMillis())))) {
                    running.kill();
                }
                running.await();
            }
            sweep.assertWhole(store);
        }
        compact(store).run().assertExitCode(0);
        assertEquals(1, ShortSweep.committedFiles(store).size());
        assertEquals(List.of(), ShortSweep.stagedWaves(store));
        assertTrue(Files.notExists(store.resolve("_compaction.json")));
        sweep.assertWhole(store);
    }
}
