package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store keeps the groups of diagnostics that it was made with, as whole command lines. */
@Tag("spark")
class DiagnosticsEndToEndTest {
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [relu, tanh]
              epochs = 9
              log-every = 2
              diagnostics = [study, { layers = { every = 4 } }, moments, updates,
                             { jacobian = { every = 4, points = 3 } }]
              seed = "0..1"
            }
            """;

    @TempDir
    private static Path folder;

    private static String store;

    @BeforeAll
    static void train() throws IOException {
        Files.writeString(folder.resolve("small.conf"), CONFIGURATION);
        store = folder.resolve("store").toString();
        assertEquals(0, run(store).exitCode());
    }

    private static Invocation run(String into, String... options) {
        return Invocation.of(Stream.concat(
                        Stream.of("run", folder.resolve("small.conf").toString(), "--store", into), Stream.of(options))
                .toArray(String[]::new));
    }

    private static List<String> csv(String query) {
        var answer = Invocation.of("sql", "--store", store, "--format=csv", query);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.outLines().subList(1, answer.outLines().size());
    }

    @Test
    void groupsAreMeasuredInTheirRhythm() {
        assertEquals(
                List.of("0,4", "2,0", "4,4", "6,0", "8,4", "9,4"),
                csv("SELECT epoch, count(grad_norm) FROM layers WHERE layer = 1 GROUP BY epoch ORDER BY epoch"));
        assertEquals(List.of("24,24"), csv("SELECT count(*), count(z_mean_abs) FROM epochs"));
    }

    @Test
    void columnsOfGroupsAreThereWhereTheGroupIsOn() {
        assertEquals(
                List.of("24,24"), csv("SELECT count(z_cos_mean), count(dphi_p99_abs) FROM layers WHERE layer = 1"));
        assertEquals(List.of("24,20"), csv("SELECT count(param_norm), count(update_norm) FROM layers WHERE layer = 2"));
        assertEquals(List.of("0"), csv("SELECT count(z_cos_mean) FROM layers WHERE layer = 2"));
        var tidy = Invocation.of("export", "--store", store, "--as", "tidy");
        assertTrue(tidy.out().contains(",z_cos_mean,"), tidy.err());
        var compared = Invocation.of(
                "compare", "--store", store, "--by", "activation", "--metric", "z_sq_mean", "--layer", "1");
        assertEquals(0, compared.exitCode(), compared.err());
        var drawn = Invocation.of(
                "figure",
                "--store",
                store,
                "--metric",
                "z_p50_abs",
                "--kind",
                "layers",
                "--by",
                "activation",
                "--out",
                folder.resolve("layers.svg").toString());
        assertEquals(0, drawn.exitCode(), drawn.err());
        var report = Invocation.of(
                "report", "--store", store, "--out", folder.resolve("r.html").toString());
        assertEquals(0, report.exitCode(), report.err());
    }

    @Test
    void jacobiansAreOfNetworksAndLayers() throws IOException {
        assertEquals(
                List.of("0,4,4", "2,0,0", "4,4,4", "6,0,0", "8,4,4", "9,4,4"),
                csv("SELECT epoch, count(jac_sv_mean), count(jac_zero_count) FROM epochs GROUP BY epoch ORDER BY"
                        + " epoch"));
        assertEquals(
                List.of("1,16", "2,16"),
                csv("SELECT layer, count(jac_sv_sq_max) FROM layers GROUP BY layer ORDER BY layer"));
        assertEquals(List.of("2"), csv("SELECT count(jac_sv_sq_mean_mean) FROM cells"));
        var compared = Invocation.of("compare", "--store", store, "--by", "activation", "--metric", "jac_sv_sq_mean");
        assertEquals(0, compared.exitCode(), compared.err());
        var ofLayer = Invocation.of(
                "compare", "--store", store, "--by", "activation", "--metric", "jac_stable_rank", "--layer", "2");
        assertEquals(0, ofLayer.exitCode(), ofLayer.err());
        var curve = drawn("--metric", "jac_sv_mean", "--kind", "curve");
        assertEquals(0, curve.exitCode(), curve.err());
    }

    private static Invocation drawn(String... options) throws IOException {
        var folderOfOne = Files.createTempDirectory(folder, "drawn");
        return Invocation.of(Stream.concat(
                        Stream.of("figure", "--store", store, "--by", "activation", "--out"),
                        Stream.concat(Stream.of(folderOfOne.resolve("f.svg").toString()), Stream.of(options)))
                .toArray(String[]::new));
    }

    @Test
    void metricsThatNoLastRowHasAreDrawnByEpoch() throws IOException {
        for (var metric : List.of("update_norm", "update_ratio", "update_angle", "grad_cos")) {
            for (var kind : List.of("curve", "seeds")) {
                var drawn = drawn("--metric", metric, "--kind", kind, "--layer", "1");
                assertEquals(0, drawn.exitCode(), drawn.err());
            }
            var drawn = drawn("--metric", metric, "--kind", "layers");
            assertEquals(0, drawn.exitCode(), drawn.err());
        }
        var both = drawn("--metric", "update_norm,grad_norm", "--layer", "2");
        assertEquals(0, both.exitCode(), both.err());
    }

    @Test
    void kindsOfLastRowsTellThatTheyHaveNone() throws IOException {
        for (var kind : List.of("distribution", "histogram", "forest")) {
            var drawn = drawn("--metric", "update_ratio", "--kind", kind, "--layer", "1");
            assertEquals(2, drawn.exitCode());
            assertTrue(
                    drawn.err()
                            .contains("--metric update_ratio is of the change to the next epoch, so the last row of a"
                                    + " run has none, must be with --kind curve, seeds or layers, not " + kind
                                    + " (compare has it with --at EPOCH, best or mean)"),
                    drawn.err());
        }
    }

    private static Invocation compared(String metric, String at) {
        return Invocation.of(
                "compare",
                "--store",
                store,
                "--by",
                "activation",
                "--metric",
                metric,
                "--layer",
                "1",
                "--at",
                at,
                "--show",
                "groups",
                "--format",
                "json");
    }

    @Test
    void meansAreOfTheRowsThatHaveANumber() {
        for (var metric : List.of("update_norm", "grad_norm", "update_angle", "param_norm")) {
            var compared = compared(metric, "mean");
            assertEquals(0, compared.exitCode(), compared.err());
            var expected = csv("SELECT avg(" + metric + ") FROM layers WHERE layer = 1 GROUP BY activation"
                    + " ORDER BY activation");
            var json = compared.outLines();
            for (int i = 0; i < expected.size(); i++) {
                var mean = Pattern.compile("\"mean\":([^,]+),").matcher(json.get(i));
                assertTrue(mean.find(), json.get(i));
                assertEquals(Double.parseDouble(expected.get(i)), Double.parseDouble(mean.group(1)), 1e-12);
            }
        }
    }

    @Test
    void comparisonsOfLastRowsTellThatTheyHaveNone() {
        var compared = compared("update_norm", "last");
        assertEquals(2, compared.exitCode());
        assertTrue(
                compared.err()
                        .contains("--metric update_norm is of the change to the next epoch, so the last row of a run"
                                + " has none, must be with --at EPOCH, best, mean or a threshold"),
                compared.err());
        for (var at : List.of("4", "best", ">= 0")) {
            assertEquals(0, compared("update_norm", at).exitCode());
        }
    }

    @Test
    void gradientNoiseIsThereWhereItsGroupIsOn() {
        String noisy = folder.resolve("noise").toString();
        assertEquals(0, run(noisy, "--set", "sweep.diagnostics=[noise]").exitCode());
        var answer = Invocation.of(
                "sql",
                "--store",
                noisy,
                "--format=csv",
                "SELECT count(*), count(sample_grad_norm_mean), count(sample_grad_norm_var), count(gsnr),"
                        + " count(gsnr_zero_count), count(noise_scale), count(norm_test), count(inner_product_test),"
                        + " count(grad_norm) FROM layers WHERE layer = 2");
        assertEquals("24,24,24,24,24,24,24,24,0", answer.outLines().get(1), answer.err());
    }

    @Test
    void columnsOfOtherGroupsAreNotThere() {
        String plain = folder.resolve("default").toString();
        assertEquals(0, run(plain, "--set", "sweep.diagnostics=[study, layers]").exitCode());
        var none = Invocation.of("sql", "--store", plain, "SELECT z_cos_mean FROM layers");
        assertEquals(2, none.exitCode());
        assertTrue(
                none.err()
                        .contains("Rows of layers have z_cos_mean where a store was made with the group moments"
                                + " (sweep.diagnostics)."),
                none.err());
        var noField = Invocation.of("sql", "--store", plain, "SELECT layers[0].update_norm FROM epochs");
        assertTrue(noField.err().contains("with the group updates (sweep.diagnostics)."), noField.err());
        var notCompared = Invocation.of(
                "compare", "--store", plain, "--by", "activation", "--metric", "z_sq_mean", "--layer", "1");
        assertEquals(2, notCompared.exitCode());
        assertTrue(
                notCompared
                        .err()
                        .contains("--metric z_sq_mean is of the group moments, but the store was made with"
                                + " sweep.diagnostics = [study, layers], must be one of: grad_norm"),
                notCompared.err());
        assertTrue(
                notCompared.err().contains("must be one of: grad_norm, grad_rms, dphi_small_rate"), notCompared.err());
    }

    @Test
    void otherGroupsAreRefusedAndTheSameAreAdded() throws IOException {
        var other = run(store, "--set", "sweep.diagnostics=[study, layers]");
        assertEquals(2, other.exitCode());
        assertTrue(
                other.err()
                        .contains("holds rows of diagnostics = [study, { layers = { every = 4 } }, moments, updates,"
                                + " { jacobian = { every = 4, points = 3 } }], but this configuration has diagnostics ="
                                + " [study, layers]"),
                other.err());
        var status = Invocation.of("status", "--store", store);
        assertTrue(
                status.out()
                        .contains("diagnostics = [study, { layers = { every = 4 } }, moments, updates,"
                                + " { jacobian = { every = 4, points = 3 } }]"),
                status.out());
    }

    @Test
    void aReplayComparesTheSameGroups() {
        var replay = Invocation.of("replay", "--store", store, "--where", "activation = 'relu' AND seed = 1");
        assertEquals(0, replay.exitCode(), replay.err());
    }

    @Test
    void aStoreIsRebuiltAndCompactedWithItsGroups() throws IOException {
        String copy = folder.resolve("copy").toString();
        assertEquals(0, run(copy, "--set", "execution.wave-seconds=1").exitCode());
        var description = Path.of(copy, "store.json");
        assertTrue(Files.readString(description).contains("\"diagnostics\""));
        Files.delete(description);
        var rebuilt = Invocation.of("verify", "--rebuild", "--digest", "--store", copy);
        assertEquals(0, rebuilt.exitCode(), rebuilt.err());
        assertTrue(Files.readString(description)
                .contains("[study, { layers = { every = 4 } }, moments, updates,"
                        + " { jacobian = { every = 4, points = 3 } }]"));
        var compacted = Invocation.of("compact", "--store", copy);
        assertEquals(0, compacted.exitCode(), compacted.err());
        var verified = Invocation.of("verify", "--digest", "--store", copy);
        assertEquals(rebuilt.out(), verified.out(), verified.err());
        assertEquals(0, run(copy).exitCode());
    }

    @Test
    void theDefaultIsNotedNowhere() throws IOException {
        String plain = folder.resolve("plain").toString();
        assertEquals(0, run(plain, "--set", "sweep.diagnostics=[study, layers]").exitCode());
        // The configuration is text with quotes that are escaped.
        assertFalse(Files.readString(Path.of(plain, "store.json")).contains("\"diagnostics\""));
    }
}
