package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.it.Command.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages the files of a finished store and tests the reaction of {@code verify} and {@code run}. */
class DamageIT {
    @TempDir
    private static Path temporary;

    private static ShortSweep sweep;

    @BeforeAll
    static void runUndisturbed() {
        sweep = ShortSweep.get();
    }

    @Test
    void damageIsReportedAndRepairedByTrainingAgain() throws Exception {
        var store = temporary.resolve("store");
        ShortSweep.copy(sweep.undisturbed(), store);
        var waves = ShortSweep.waves(store);
        var truncated = waves.get(0).files().get(1);
        var bytes = Files.readAllBytes(truncated);
        Files.write(truncated, Arrays.copyOf(bytes, bytes.length / 2));
        var deleted = waves.get(1).files().get(0);
        Files.delete(deleted);
        var flipped = waves.get(2).files().get(2);
        var changed = Files.readAllBytes(flipped);
        changed[changed.length / 3] ^= 1;
        Files.write(flipped, changed);
        // A reader of the whole folder would take the first of these foreign files for ours, but not the second.
        var copy = Files.copy(waves.get(0).files().get(0), waves.get(0).folder().resolve("part-r-09999.zstd.parquet"));
        var note = Files.writeString(store.resolve("notes.txt"), "mine");
        var whole = ShortSweep.committedFiles(store).stream()
                .filter(file -> !List.of(truncated, deleted, flipped).contains(file))
                .toList();
        var states = ShortSweep.states(whole);

        var verified = sweep.verify(store).assertExitCode(1);

        assertEquals("", verified.stdout(), verified::toString);
        var damages = List.of(
                truncated + ": torn: has " + bytes.length / 2 + " bytes, was committed with " + bytes.length,
                deleted + ": missing",
                flipped + ": ");
        damages.forEach(damage -> assertNoted(verified, "gradflow: damaged: " + damage));
        assertNoted(verified, "gradflow: foreign: " + copy);
        assertNoted(verified, "gradflow: foreign: " + note);

        var mended = sweep.run(store).run().assertExitCode(0);

        damages.forEach(damage -> assertNoted(mended, "gradflow: damaged, to be trained again: " + damage));
        assertNoted(mended, "gradflow: foreign, left alone: " + copy);
        assertNoted(mended, "gradflow: foreign, left alone: " + note);
        assertTrue(
                mended.notes().stream().anyMatch(line -> line.matches(".* networks trained in .*; .* were there")),
                mended::toString);
        assertEquals(states, ShortSweep.states(whole));
        Files.delete(copy);
        Files.delete(note);
        sweep.assertWhole(store);
    }

    /** What cannot be read may be whole. */
    @Test
    void filesThatMayNotBeReadEndTheCommandAndStay() throws Exception {
        var store = temporary.resolve("forbidden");
        ShortSweep.copy(sweep.undisturbed(), store);
        var files = ShortSweep.committedFiles(store);
        var states = ShortSweep.states(files);
        for (var file : files) {
            Files.setPosixFilePermissions(file, Set.of());
        }
        assertForbidden(sweep.run(store), 1, files.get(0).getParent().getParent());
        assertForbidden(verifyCommand(store), 1, files.get(0).getParent().getParent());
        assertEquals(states, ShortSweep.states(files));
        for (var file : files) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }

        var wave = files.get(0).getParent();
        var permissions = Files.getPosixFilePermissions(wave);
        Files.setPosixFilePermissions(wave, Set.of());
        assertForbidden(sweep.run(store), 2, wave);
        assertForbidden(verifyCommand(store), 2, wave);
        Files.setPosixFilePermissions(wave, permissions);
        sweep.assertWhole(store);
    }

    @Test
    void aStoreThatMayNotBeLookedAtIsNotSaidToBeMissing() throws Exception {
        var parent = Files.createDirectory(temporary.resolve("locked"));
        var store = parent.resolve("store");
        ShortSweep.copy(sweep.undisturbed(), store);
        Files.setPosixFilePermissions(parent, Set.of());
        assertForbidden(verifyCommand(store), 2, parent);
        assertForbidden(sweep.run(store), 2, parent);
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        sweep.assertWhole(store);
    }

    private static Command verifyCommand(Path store) {
        return sweep.gradflow("verify", "--store", store.toString(), "--master", "local[2]");
    }

    private static void assertForbidden(Command command, int exitCode, Path path) {
        var finished = command.boundByPermissions().run().assertExitCode(exitCode);
        var first = finished.notes().get(0);
        assertTrue(first.startsWith("gradflow: ") && first.contains(path.toString()), finished::toString);
        assertTrue(first.toLowerCase(Locale.ROOT).contains("permission denied"), finished::toString);
        assertFalse(finished.stderr().contains("damaged"), finished::toString);
        assertFalse(finished.stderr().contains("does not exist"), finished::toString);
    }

    private static void assertNoted(Finished finished, String start) {
        assertTrue(finished.notes().stream().anyMatch(line -> line.startsWith(start)), () -> start + "\n" + finished);
    }

    @Test
    void aStoreBelowAFileIsRefused() throws IOException {
        var file = Files.writeString(temporary.resolve("file"), "mine");

        var refused = sweep.run(file.resolve("deep/store")).run().assertExitCode(2);

        assertEquals(
                List.of("gradflow: store " + file + "/deep/store cannot be made: " + file
                        + " is a file, must be a folder"),
                refused.notes());
        var status = sweep.gradflow(
                        "status", "--store", file.resolve("deep/store").toString())
                .run()
                .assertExitCode(2);
        assertEquals(1, status.notes().size(), status::toString);
        assertTrue(status.stderr().contains(" does not exist, "), status::toString);
        assertEquals("mine", Files.readString(file));
        assertFalse(Files.isDirectory(file));
    }
}
