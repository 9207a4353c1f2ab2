package io.gradflow.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.catalog.Kind;
import io.gradflow.random.NumpyGenerator;
import io.gradflow.random.Purpose;
import io.gradflow.random.Seeding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what holds for every dataset, and the geometry of each. */
class DatasetTest {

    private static final String RNG = "default_rng";

    /** Every kind, with both splits and both generators, and a prime number of samples. */
    static Stream<SyntheticDataset> datasets() {
        return Datasets.CATALOG.kinds().stream()
                .flatMap(kind -> Stream.of(false, true)
                        .flatMap(stratified -> Arrays.stream(NumpyGenerator.values())
                                .map(generator -> dataset(kind, 101, stratified, generator.toString()))));
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void theSameSeedGivesTheSameBitsAndAnotherSeedOthers(SyntheticDataset dataset) {
        for (var seeding : Seeding.values()) {
            var split = dataset.split(seeding, 5);
            var again = dataset.split(seeding, 5);
            assertArrayEquals(split.train().inputs(), again.train().inputs());
            assertArrayEquals(split.test().inputs(), again.test().inputs());
            assertArrayEquals(split.train().labels(), again.train().labels());
            assertArrayEquals(split.test().labels(), again.test().labels());
            assertNotEquals(
                    Arrays.hashCode(split.train().inputs()),
                    Arrays.hashCode(dataset.split(seeding, 6).train().inputs()));
        }
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void aSplitHasEverySampleOnce(SyntheticDataset dataset) {
        var split = dataset.split(Seeding.INDEPENDENT, 8);
        assertEquals(25, split.test().count());
        assertEquals(dataset.testCount(), split.test().count());
        assertEquals(dataset.trainCount(), split.train().count());
        var parts = new ArrayList<String>();
        parts.addAll(rows(split.train()));
        parts.addAll(rows(split.test()));
        var all = NumpyGenerator.named(dataset.generator()).source(Seeding.INDEPENDENT, 8, Purpose.DATA);
        assertEquals(
                rows(dataset.samples(all)).stream().sorted().toList(),
                parts.stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void everyClassHasSamplesAndNoLabelIsOutOfRange(SyntheticDataset dataset) {
        var sizes = sizes(samples(dataset, 1), dataset.classes());
        assertEquals(101, Arrays.stream(sizes).sum());
        assertTrue(Arrays.stream(sizes).allMatch(size -> size > 0), Arrays.toString(sizes));
    }

    static Stream<SyntheticDataset> stratifiedDatasets() {
        return datasets().filter(SyntheticDataset::stratified);
    }

    @ParameterizedTest
    @MethodSource("stratifiedDatasets")
    void aStratifiedSplitGivesEveryClassItsShareWithinOne(SyntheticDataset dataset) {
        for (long seed = 0; seed < 20; seed++) {
            var split = dataset.split(Seeding.INDEPENDENT, seed);
            int[] train = sizes(split.train(), dataset.classes());
            int[] test = sizes(split.test(), dataset.classes());
            for (int c = 0; c < dataset.classes(); c++) {
                double share = (train[c] + test[c]) * 25 / 101.0;
                assertTrue(Math.abs(test[c] - share) < 1, test[c] + " of class " + c + " instead of " + share);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("datasets")
    void theSeedingMakesADifferenceToTheDefaultGeneratorAlone(SyntheticDataset dataset) {
        boolean areEqual = Arrays.equals(
                dataset.split(Seeding.STUDY, 3).train().inputs(),
                dataset.split(Seeding.INDEPENDENT, 3).train().inputs());
        assertEquals(dataset.generator().equals("numpy_legacy"), areEqual);
    }

    @Test
    void eachBlobHasItsShareAndBlobsShareLabels() {
        var blobs = new Blobs(1003, 4, 0.5, 10, 2, 0, 0.25, false, RNG);
        assertEquals(4, blobs.classes());
        assertArrayEquals(new int[] {251, 251, 251, 250}, sizes(samples(blobs, 0), 4));
        var paired = new Blobs(1003, 4, 0.5, 10, 2, 2, 0.25, false, RNG);
        assertEquals(2, paired.classes());
        assertArrayEquals(new int[] {502, 501}, sizes(samples(paired, 0), 2));
        assertArrayEquals(samples(blobs, 0).inputs(), samples(paired, 0).inputs());
        assertArrayEquals(
                Arrays.stream(samples(blobs, 0).labels())
                        .map(label -> label % 2)
                        .toArray(),
                samples(paired, 0).labels());
        assertEquals(4, new Blobs(1003, 4, 0.5, 10, 2, 7, 0.25, false, RNG).classes());
    }

    @Test
    void blobsWithoutDeviationAreTheirCentersInTheBox() {
        var samples = samples(new Blobs(60, 5, 0, 3, 2, 0, 0.25, false, RNG), 2);
        assertEquals(5, rows(samples).stream().distinct().count());
        assertTrue(Arrays.stream(samples.inputs()).allMatch(x -> -3 <= x && x <= 3));
        assertTrue(Arrays.stream(samples.inputs()).anyMatch(x -> Math.abs(x) > 1.5));
    }

    /** The tolerance is five standard errors of the deviation of 20 000 normals. */
    @Test
    void blobsHaveTheirDeviationInEveryFeature() {
        int n = 20_000;
        var samples = samples(new Blobs(n, 2, 0.25, 10, 3, 0, 0.25, false, RNG), 1);
        for (int label = 0; label < 2; label++) {
            for (int feature = 0; feature < 3; feature++) {
                double[] values = values(samples, label, feature);
                double mean = Arrays.stream(values).average().orElseThrow();
                double variance = Arrays.stream(values)
                        .map(x -> (x - mean) * (x - mean))
                        .average()
                        .orElseThrow();
                assertEquals(0.25, Math.sqrt(variance), 5 * 0.25 / Math.sqrt(n));
            }
        }
    }

    @Test
    void moonsWithoutNoiseLieOnTheirHalfCircles() {
        var samples = samples(new Moons(41, 0, 0.25, false, RNG), 4);
        assertArrayEquals(new int[] {20, 21}, sizes(samples, 2));
        for (int i = 0; i < samples.count(); i++) {
            double x = samples.inputs()[2 * i];
            double y = samples.inputs()[2 * i + 1];
            boolean isUpper = samples.labels()[i] == 0;
            assertEquals(1, isUpper ? x * x + y * y : (x - 1) * (x - 1) + (y - 0.5) * (y - 0.5), 1e-15);
            assertTrue(isUpper ? y >= 0 : y <= 0.5, x + ", " + y);
        }
        assertEquals(-1, Arrays.stream(values(samples, 0, 0)).min().orElseThrow());
        assertEquals(2, Arrays.stream(values(samples, 1, 0)).max().orElseThrow());
    }

    @Test
    void theSmallestMoonsAndCirclesHaveAPointEach() {
        assertEquals(
                List.of("[0.0, 0.5] 1", "[1.0, 0.0] 0"),
                rows(samples(new Moons(2, 0, 0.5, false, RNG), 0)).stream()
                        .sorted()
                        .toList());
        assertEquals(
                List.of("[0.5, 0.0] 1", "[1.0, 0.0] 0"),
                rows(samples(new Circles(2, 0, 0.5, 0.5, false, RNG), 0)).stream()
                        .sorted()
                        .toList());
    }

    @Test
    void circlesWithoutNoiseHaveTheirRadiiAndEvenSteps() {
        var samples = samples(new Circles(41, 0, 0.3, 0.25, false, RNG), 4);
        assertArrayEquals(new int[] {20, 21}, sizes(samples, 2));
        for (int i = 0; i < samples.count(); i++) {
            double radius = Math.hypot(samples.inputs()[2 * i], samples.inputs()[2 * i + 1]);
            assertEquals(samples.labels()[i] == 0 ? 1 : 0.3, radius, 1e-15);
        }
        for (int label = 0; label < 2; label++) {
            for (int feature = 0; feature < 2; feature++) {
                // Evenly spaced points on a circle have their mean at the centre. A missing or repeated point would
                // change it.
                assertEquals(0, Arrays.stream(values(samples, label, feature)).sum(), 1e-14);
            }
        }
    }

    @Test
    void spiralsWithoutNoiseLieOnTheirArms() {
        var samples = samples(new Spirals(100, 0, 3, 1.5, 0.25, false, RNG), 4);
        assertArrayEquals(new int[] {34, 33, 33}, sizes(samples, 3));
        for (int i = 0; i < samples.count(); i++) {
            double x = samples.inputs()[2 * i];
            double y = samples.inputs()[2 * i + 1];
            double radius = Math.hypot(x, y);
            double angle = 2 * Math.PI * (1.5 * radius + samples.labels()[i] / 3.0);
            assertEquals(StrictMath.cos(angle) * radius, x, 1e-14);
            assertEquals(StrictMath.sin(angle) * radius, y, 1e-14);
            assertTrue(radius > 0.029 && radius < 1 + 1e-15, "radius " + radius);
        }
    }

    @Test
    void spiralsWithoutTurnsAreRays() {
        var samples = samples(new Spirals(20, 0, 2, 0, 0.25, false, RNG), 4);
        for (int i = 0; i < samples.count(); i++) {
            assertEquals(samples.labels()[i] == 0, samples.inputs()[2 * i] > 0);
            assertEquals(0, samples.inputs()[2 * i + 1], 1e-15);
        }
    }

    @Test
    void aBoardOfTwoCellsASideHasTheClassesOfXor() {
        var board = samples(new Checkerboard(500, 0, 2, 0.25, false, RNG), 4);
        var xor = samples(new Xor(500, 0, 0.25, false), 4);
        assertArrayEquals(xor.inputs(), board.inputs());
        assertArrayEquals(xor.labels(), board.labels());
    }

    @Test
    void neighboursOnABoardDifferInClass() {
        var samples = samples(new Checkerboard(2000, 0, 5, 0.25, false, RNG), 4);
        var classes = new int[5][5];
        for (var row : classes) {
            Arrays.fill(row, -1);
        }
        for (int i = 0; i < samples.count(); i++) {
            int row = (int) Math.floor((samples.inputs()[2 * i] + 1) * 2.5);
            int column = (int) Math.floor((samples.inputs()[2 * i + 1] + 1) * 2.5);
            if (classes[row][column] >= 0) {
                assertEquals(classes[row][column], samples.labels()[i]);
            }
            classes[row][column] = samples.labels()[i];
        }
        for (int row = 0; row < 5; row++) {
            for (int column = 0; column < 5; column++) {
                assertEquals((row + column) % 2, classes[row][column]);
            }
        }
    }

    /** The tolerances are five standard errors. */
    @Test
    void twoGaussiansAreAsFarApartAndAsWellToldApartAsStated() {
        int n = 40_001;
        for (int features : new int[] {1, 2, 9}) {
            var samples = samples(new TwoGaussians(n, 2, 1, features, 0.25, false, RNG), 4);
            assertArrayEquals(new int[] {20_001, 20_000}, sizes(samples, 2));
            double squaredDistance = 0;
            for (int f = 0; f < features; f++) {
                double difference =
                        Arrays.stream(values(samples, 1, f)).average().orElseThrow()
                                - Arrays.stream(values(samples, 0, f)).average().orElseThrow();
                squaredDistance += difference * difference;
            }
            assertEquals(2, Math.sqrt(squaredDistance), 5 * 2 / Math.sqrt(n) + features / (double) n);
            int correct = 0;
            for (int i = 0; i < n; i++) {
                double projection = 0;
                for (int f = 0; f < features; f++) {
                    projection += samples.inputs()[i * features + f];
                }
                correct += (projection > 0 ? 1 : 0) == samples.labels()[i] ? 1 : 0;
            }
            double best = 0.8413447460685429;
            assertEquals(best, correct / (double) n, 5 * Math.sqrt(best * (1 - best) / n));
        }
    }

    /** Noise is drawn last, so the same points move, and they keep their classes. */
    @Test
    void noiseMovesPointsButNotTheirClasses() {
        var pairs = List.of(
                List.of(new Moons(60, 0, 0.25, false, RNG), new Moons(60, 0.2, 0.25, false, RNG)),
                List.of(new Circles(60, 0, 0.5, 0.25, false, RNG), new Circles(60, 0.2, 0.5, 0.25, false, RNG)),
                List.of(new Spirals(60, 0, 2, 1, 0.25, false, RNG), new Spirals(60, 0.2, 2, 1, 0.25, false, RNG)),
                List.of(new Checkerboard(60, 0, 4, 0.25, false, RNG), new Checkerboard(60, 0.2, 4, 0.25, false, RNG)));
        for (List<? extends SyntheticDataset> pair : pairs) {
            var still = samples(pair.get(0), 3);
            var moved = samples(pair.get(1), 3);
            assertArrayEquals(still.labels(), moved.labels());
            double squares = 0;
            for (int i = 0; i < still.inputs().length; i++) {
                double move = moved.inputs()[i] - still.inputs()[i];
                squares += move * move;
            }
            // The tolerance is five standard errors of the deviation of 120 normals.
            assertEquals(0.2, Math.sqrt(squares / 120), 5 * 0.2 / Math.sqrt(240));
        }
    }

    static Stream<Arguments> badDatasets() {
        String split = "n = 2 with test-fraction = 0.1 leaves 0 test and 2 training samples, must leave at least one of"
                + " each";
        return Stream.of(
                bad(split, () -> new Xor(2, 0, 0.1, false)),
                bad(split, () -> new Blobs(2, 4, 1, 10, 2, 0, 0.1, false, RNG)),
                bad(split, () -> new Moons(2, 0, 0.1, false, RNG)),
                bad(split, () -> new Circles(2, 0, 0.5, 0.1, false, RNG)),
                bad(split, () -> new Spirals(2, 0, 2, 1, 0.1, false, RNG)),
                bad(split, () -> new Checkerboard(2, 0, 4, 0.1, false, RNG)),
                bad(split, () -> new TwoGaussians(2, 2, 1, 2, 0.1, false, RNG)),
                bad(
                        "generator must be default_rng or numpy_legacy, not mt19937",
                        () -> new Moons(10, 0, 0.5, false, "mt19937")),
                bad(
                        "n = 100000000 with features = 11 makes 1100000000 values, must be at most 1000000000",
                        () -> new TwoGaussians(100_000_000, 2, 1, 11, 0.5, false, RNG)));
    }

    @ParameterizedTest
    @MethodSource("badDatasets")
    void incompatibleValuesAreRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void bothSpellingsOfAGeneratorMakeEqualDatasets() {
        assertEquals(new Moons(10, 0, 0.5, false, "numpy-legacy"), new Moons(10, 0, 0.5, false, "numpy_legacy"));
        assertEquals("numpy_legacy", new Moons(10, 0, 0.5, false, "numpy-legacy").generator());
        assertEquals(new Xor(10, 0, 0.5, true), new Xor(10, 0, 0.5, true, false, "default-rng"));
    }

    private static Arguments bad(String message, Executable call) {
        return Arguments.of(message, call);
    }

    private static SyntheticDataset dataset(Kind<?> kind, int n, boolean stratified, String generator) {
        var values = kind.parameters().stream()
                .map(parameter -> switch (parameter.name()) {
                    case "n" -> n;
                    case "stratified" -> stratified;
                    case "generator" -> generator;
                    default -> parameter.defaultValue();
                })
                .toList();
        return (SyntheticDataset) Datasets.CATALOG.create(kind, values);
    }

    private static Samples samples(SyntheticDataset dataset, long seed) {
        return dataset.samples(
                NumpyGenerator.named(dataset.generator()).source(Seeding.INDEPENDENT, seed, Purpose.DATA));
    }

    private static int[] sizes(Samples samples, int classes) {
        var sizes = new int[classes];
        for (int label : samples.labels()) {
            sizes[label]++;
        }
        return sizes;
    }

    /** The values of one feature for the samples of one class. */
    private static double[] values(Samples samples, int label, int feature) {
        return IntStream.range(0, samples.count())
                .filter(i -> samples.labels()[i] == label)
                .mapToDouble(i -> samples.inputs()[i * samples.features() + feature])
                .toArray();
    }

    private static List<String> rows(Samples samples) {
        int features = samples.features();
        return IntStream.range(0, samples.count())
                .mapToObj(i -> Arrays.toString(Arrays.copyOfRange(samples.inputs(), i * features, (i + 1) * features))
                        + " " + samples.labels()[i])
                .toList();
    }
}
