package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.TwoGaussians;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.random.NumpyGenerator;
import io.gradflow.random.Seeding;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.SweepReader;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Untrained ReLU networks with He's weights and zero biases are distributed as the exact law says. It goes through
 * data, initialiser, engine and diagnostics: each of them would be seen if it were off by a few percent.
 */
class ReluLawTest {
    private static final int SEEDS = 10_000;
    private static final int STANDARD_ERRORS = 3;

    private static final Logging LOGGING = new Logging(1, DiagnosticGroups.of(EnumSet.of(DiagnosticGroup.MOMENTS)));

    /** The table of the law that was computed by another program: the expected log factor of a layer, its variance. */
    @ParameterizedTest
    @CsvSource({
        "2, -.80826, 4.26525",
        "3, -.79599, 3.57437",
        "5, -.62339, 2.36227",
        "10, -.30746, .86673",
        "16, -.17640, .41959",
        "20, -.13719, .31176",
        "50, -.05174, .10817",
        "100, -.02542, .05194",
        "300, -.00838, .01688"
    })
    void theLawIsThatOfTheTable(int width, double mean, double variance) {
        var factor = ReluLaw.factor(width);
        assertEquals(mean, factor.mean(), 5.1e-6);
        assertEquals(variance, factor.variance(), 5.1e-6);
    }

    /** The width of each of twenty hidden layers. */
    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "5", "10", "10,2,5,3"})
    void logarithmsOfMeanSquaresAndDeathsAtOneInput(String pattern) {
        int[] of = Arrays.stream(pattern.split(",")).mapToInt(Integer::parseInt).toArray();
        int[] widths =
                IntStream.range(0, 20).map(layer -> of[layer % of.length]).toArray();
        double[][] logs = logs(widths);
        var law = ReluLaw.OF_INPUTS;
        for (int layer = 0; layer < widths.length; layer++) {
            law = law.then(widths[layer]);
            int place = layer;
            double[] alive = Arrays.stream(logs)
                    .mapToDouble(network -> network[place])
                    .filter(log -> log > Double.NEGATIVE_INFINITY)
                    .toArray();
            String what = "of widths " + pattern + " after " + (layer + 1) + " layers, " + alive.length + " alive";
            assertNear(
                    law.alive(),
                    alive.length / (double) SEEDS,
                    Math.sqrt(law.alive() * (1 - law.alive()) / SEEDS),
                    "share " + what);
            // Those that died say nothing: given their number, the others are independent and have the law's moments.
            double mean = Arrays.stream(alive).average().orElseThrow();
            assertNear(law.mean(), mean, Math.sqrt(law.variance() / alive.length), "mean " + what);
            double variance =
                    Arrays.stream(alive).map(log -> (log - mean) * (log - mean)).sum() / (alive.length - 1);
            double ofVariance = law.fourth() / alive.length + 2 * law.variance() * law.variance() / (alive.length - 1);
            assertNear(law.variance(), variance, Math.sqrt(ofVariance), "variance " + what);
        }
    }

    /**
     * The logarithms of the mean squares of activations by layer, less that of the inputs, of each network; minus
     * infinity where it is dead.
     */
    private static double[][] logs(int[] widths) {
        String architecture =
                "1-" + Arrays.stream(widths).mapToObj(Integer::toString).collect(Collectors.joining("-")) + "-1";
        // One sample to train on, one to test.
        var dataset = new TwoGaussians(2, 2, 1, 1, 0.5, false, NumpyGenerator.DEFAULT_RNG.toString());
        var trainer = new LaneTrainer(8);
        double[][] logs = new double[SEEDS][];
        for (int seed = 0; seed < SEEDS; seed += 8) {
            var tasks = IntStream.range(seed, seed + 8)
                    .mapToObj(one -> new TaskBuilder()
                            .dataset(dataset)
                            .architecture(architecture)
                            .activation("relu")
                            .init("he")
                            .epochs(0)
                            .seed(one)
                            // Else the input would be made of the same random numbers as the first weights.
                            .seeding(Seeding.INDEPENDENT)
                            .build())
                    .toList();
            trainer.train(new Pack(tasks), LOGGING)
                    .forEachRemaining(row -> logs[Math.toIntExact(row.task().seed())] = logs(row));
        }
        return logs;
    }

    private static double[] logs(EpochRow row) {
        double input = row.task().split().train().inputs()[0];
        return IntStream.range(0, row.measurement().layers() - 1)
                .mapToDouble(layer -> {
                    double mean = row.measurement().get(layer, LayerMetric.PHI_MEAN);
                    double square = row.measurement().get(layer, LayerMetric.PHI_VAR) + mean * mean;
                    return Math.log(square) - Math.log(input * input);
                })
                .toArray();
    }

    private static void assertNear(double expected, double actual, double standardError, String what) {
        assertEquals(expected, actual, STANDARD_ERRORS * standardError, what);
    }

    /**
     * The shares of the page born-dead.md. NumPy has simulated the chains of {@link ReluLaw#deadAtBothSigns} as well,
     * four million of each width, with standard errors of at most .00002.
     */
    @ParameterizedTest
    @CsvSource({"2, .87984", "3, .57861", "5, .12838", "10, .00130"})
    void networksAreBornDeadAsOftenAsTheLawSays(int width, double ofNumPy) throws Exception {
        var expected = ReluLaw.deadAtBothSigns(width, 9, 50_000, 1);
        assertEquals(ofNumPy, expected.value(), STANDARD_ERRORS * Math.hypot(expected.standardError(), .00002));
        var page = Files.readString(Path.of("src/site/markdown/born-dead.md"));
        double atOneInput = 1 - Math.pow(1 - Math.pow(2, -width), 9);
        var shown = Pattern.compile(
                String.format(Locale.ROOT, "^\\| %d \\| %.5f \\|.*\\| %.5f \\|$", width, ofNumPy, atOneInput),
                Pattern.MULTILINE);
        assertTrue(shown.matcher(page).find(), shown.pattern());
        int seeds = 4_000;
        String architecture = "1" + ("-" + width).repeat(9) + "-1";
        var sweep = SweepReader.read(
                Path.of("conf/born-dead.conf"),
                List.of(Map.entry("sweep.architecture", architecture), Map.entry("sweep.seed", "0.." + (seeds - 1))));
        var trainer = new LaneTrainer(8);
        var packs = trainer.packs(sweep);
        long dead = 0;
        for (long pack = 0; pack < packs.count(); pack++) {
            var rows = trainer.train(packs.pack(pack), sweep.logging());
            while (rows.hasNext()) {
                var row = rows.next();
                assertHasBothSigns(row.task());
                dead += row.measurement().get(Metric.BORN_DEAD) == 1 ? 1 : 0;
            }
        }
        double share = expected.value();
        assertEquals(
                share,
                dead / (double) seeds,
                STANDARD_ERRORS * Math.hypot(Math.sqrt(share * (1 - share) / seeds), expected.standardError()));
    }

    private static void assertHasBothSigns(Task task) {
        var inputs = Arrays.stream(task.split().train().inputs()).summaryStatistics();
        assertEquals(40, inputs.getCount());
        assertTrue(inputs.getMin() < 0 && inputs.getMax() > 0);
    }
}
