package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests stores on a full disk and on a read-only disk. The tests mount their own disks, and are skipped where they may
 * not.
 */
class DisksIT {
    @TempDir
    private static Path temporary;

    private static ShortSweep sweep;

    @BeforeAll
    static void runUndisturbed() {
        sweep = ShortSweep.get();
    }

    /** A file system in memory, which is unmounted when it is closed. */
    private record Disk(Path folder) implements AutoCloseable {
        static Disk mount(String name, int megabytes) throws IOException {
            assumeTrue(Files.exists(Path.of("/proc/self/mounts")), "disks in memory are mounted on Linux only");
            var folder = Files.createDirectory(temporary.resolve(name));
            var mounted = Command.of(
                            "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "gradflow-it", folder.toString())
                    .run();
            assumeTrue(mounted.exitCode() == 0, () -> "this user may not mount a disk: " + mounted.stderr());
            return new Disk(folder);
        }

        void remount(String options) {
            Command.of("mount", "-o", "remount," + options, folder.toString())
                    .run()
                    .assertExitCode(0);
        }

        /** Writes to a file until there is no room for another byte. */
        void fill() throws IOException {
            byte[] zeros = new byte[1 << 12];
            try (var out = Files.newOutputStream(
                    folder.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (folder.toFile().getUsableSpace() > 0) {
                    out.write(zeros);
                }
            } catch (IOException e) {
                assertTrue(e.getMessage().contains("No space left"), e.getMessage());
            }
        }

        @Override
        public void close() {
            Command.of("umount", folder.toString()).run().assertExitCode(0);
        }
    }

    @Test
    void aFullDiskIsReportedCommittedRowsStayAndTheSameCommandContinues() throws Exception {
        try (var disk = Disk.mount("full", 16)) {
            var store = disk.folder().resolve("store");
            Command.Finished failed;
            try (var running = sweep.run(store).start()) {
                running.awaitThat(
                        "a wave is committed", () -> !ShortSweep.waves(store).isEmpty());
                disk.fill();
                failed = running.await().assertExitCode(1);
            }

            assertEquals("", failed.stdout(), failed::toString);
            assertTrue(
                    failed.notes().stream()
                            .anyMatch(line ->
                                    line.startsWith("gradflow: No space left on device: of store " + store + ", ")),
                    failed::toString);
            assertTrue(
                    failed.notes()
                            .contains("rows that are committed stay in " + store
                                    + "; when there is room, the same command goes on from there"),
                    failed::toString);
            assertFalse(failed.stderr().contains("\tat "), failed::toString);
            var committed = ShortSweep.committedFiles(store);
            assertFalse(committed.isEmpty());
            long rows = ShortSweep.waves(store).stream()
                    .mapToLong(ShortSweep.CommittedWave::sum)
                    .sum();
            // The disk is as full as before during this query.
            disk.fill();
            var counted = sweep.gradflow(
                            "sql",
                            "--store",
                            store.toString(),
                            "--format=csv",
                            "--master=local[2]",
                            "SELECT count(*) FROM epochs")
                    .run()
                    .assertExitCode(0);
            assertEquals("count(1)\n" + rows + "\n", counted.stdout(), counted::toString);
            var states = ShortSweep.states(committed);

            disk.remount("size=64m");
            sweep.run(store).run().assertExitCode(0);

            assertEquals(states, ShortSweep.states(committed));
            sweep.assertWhole(store);
        }
    }

    @Test
    void aStoreThatCannotBeWrittenCanStillBeRead() throws Exception {
        try (var disk = Disk.mount("read-only", 64)) {
            var store = disk.folder().resolve("store");
            ShortSweep.copy(sweep.undisturbed(), store);
            disk.remount("ro");

            var refused = sweep.run(store).run().assertExitCode(2);

            assertEquals("", refused.stdout(), refused::toString);
            assertEquals(
                    List.of("gradflow: store " + store + " cannot be written: " + store + " is not writable"),
                    refused.notes());
            var isNew = sweep.run(disk.folder().resolve("new")).run().assertExitCode(2);
            assertEquals(1, isNew.notes().size(), isNew::toString);
            assertTrue(
                    isNew.stderr().contains(" cannot be made: " + disk.folder() + " is not writable"), isNew::toString);

            var status = sweep.gradflow("status", "--store", store.toString(), "--format=csv")
                    .run()
                    .assertExitCode(0);
            assertTrue(status.stdout().contains("\ntasks," + ShortSweep.NETWORKS + ","), status::toString);
            sweep.assertWhole(store);
            var counted = sweep.gradflow(
                            "sql",
                            "--store",
                            store.toString(),
                            "--format=csv",
                            "--master=local[2]",
                            "SELECT count(*) AS networks FROM runs")
                    .run()
                    .assertExitCode(0);
            assertEquals("networks\n" + ShortSweep.NETWORKS + "\n", counted.stdout(), counted::toString);
        }
    }
}
