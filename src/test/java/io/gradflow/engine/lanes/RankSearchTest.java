package io.gradflow.engine.lanes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.lanes.RankSearch.RankRange;
import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Order statistics against sorting, epoch by epoch, while the values of each lane do something else. */
class RankSearchTest {
    private static final int LANES = 4;
    private static final int EPOCHS = 40;

    private final LaneKernels kernels = LaneKernels.ofWidth(LANES);
    private final Generator generator = Generator.seeded(3);

    /** What the values of a lane do from epoch to epoch; {@code normal} belongs to the value and stays. */
    private enum Course {
        STILL,
        GROWING,
        SHRINKING,
        SWINGING,
        /** Far away at once, and back. */
        JUMPING,
        /** New at every epoch. */
        RANDOM,
        ALL_ZERO,
        ALL_EQUAL,
        HALF_EQUAL,
        /** Two values, of which now one and now the other has the more. */
        TWO_VALUES,
        ROUNDED,
        /** More and more become infinite, then fewer. */
        INFINITE,
        /** Differences overflow. */
        HUGE,
        SUBNORMAL,
        /** Equal and zero for some epochs, then spread. */
        WAKING;

        double value(int epoch, double normal, Generator generator) {
            return switch (this) {
                case STILL -> normal;
                case GROWING -> normal * (1 + 0.01 * epoch * epoch);
                case SHRINKING -> normal * Math.pow(0.8, epoch);
                case SWINGING -> normal + (epoch % 2 == 0 ? 3 : -3);
                case JUMPING -> epoch % 5 == 4 ? 1e6 * normal : normal;
                case RANDOM -> generator.standardNormal();
                case ALL_ZERO -> Math.copySign(0, normal);
                case ALL_EQUAL -> Math.copySign((epoch - epoch % 3) / 30.0, normal);
                case HALF_EQUAL -> normal > 0 ? 1 : normal * (1 + 0.1 * epoch);
                case TWO_VALUES -> normal > Math.sin(epoch) ? 1 : -2;
                case ROUNDED -> Math.rint(2 * normal + 0.1 * epoch);
                case INFINITE ->
                    Math.abs(normal) > 2 * Math.cos(0.1 * epoch)
                            ? Math.copySign(Double.POSITIVE_INFINITY, normal)
                            : normal;
                case HUGE ->
                    (epoch % 3 == 1 ? 1 : 0.3) * Math.copySign(Double.MAX_VALUE, normal) / (1 + normal * normal);
                case SUBNORMAL -> normal * epoch * Double.MIN_VALUE;
                case WAKING -> epoch < 10 ? 0 : normal * (epoch - 9);
            };
        }
    }

    static Stream<Arguments> searches() {
        return Stream.of(
                // What percentiles of so few values look for.
                search(List.of(new RankRange(0, 0)), 1),
                search(List.of(new RankRange(0, 1)), 2),
                search(List.of(new RankRange(0, 2)), 1, 1, 1),
                search(List.of(new RankRange(2, 2), new RankRange(0, 1)), 3),
                search(List.of(new RankRange(10, 11), new RankRange(9, 9)), 5, 7),
                // The least, the greatest, all, those of the percentiles.
                search(List.of(new RankRange(0, 0), new RankRange(99, 99)), 60, 40),
                search(List.of(new RankRange(0, 99)), 100),
                search(List.of(new RankRange(197, 198), new RankRange(179, 181)), 40, 80, 79, 1),
                search(List.of(new RankRange(700, 701)), 800),
                search(List.of(new RankRange(400, 400), new RankRange(401, 420)), 300, 301));
    }

    private static Arguments search(List<RankRange> ranges, int... counts) {
        return Arguments.of(ranges, counts);
    }

    @ParameterizedTest
    @MethodSource("searches")
    void orderStatisticsAreThoseOfTheSortedValues(List<RankRange> ranges, int[] counts) {
        for (int first = 0; first < Course.values().length; first++) {
            int offset = first;
            var courses = IntStream.range(0, LANES)
                    .mapToObj(lane -> Course.values()[(offset + lane) % Course.values().length])
                    .toList();
            var search = new RankSearch(ranges, Arrays.stream(counts).sum(), LANES);
            double[][] normals = Arrays.stream(counts)
                    .mapToObj(count -> generator.fillNormal(new double[count * LANES], 0, 1))
                    .toArray(double[][]::new);
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                var values = values(normals, courses, epoch);
                var isSearched = new boolean[LANES];
                Arrays.fill(isSearched, true);
                search(search, values, isSearched);
                for (int lane = 0; lane < LANES; lane++) {
                    assertFound(search, ranges, values, lane, courses.get(lane) + " at epoch " + epoch);
                }
            }
        }
    }

    /** Some lanes have ended, of others there is nothing to be logged: they hold anything. */
    @Test
    void lanesThatAreNotSearchedDoNotMatter() {
        int[] counts = {70, 30};
        var ranges = List.of(new RankRange(97, 98), new RankRange(89, 90));
        var search = new RankSearch(ranges, Arrays.stream(counts).sum(), LANES);
        var courses = List.of(Course.GROWING, Course.JUMPING, Course.INFINITE, Course.STILL);
        double[][] normals = {
            generator.fillNormal(new double[70 * LANES], 0, 1), generator.fillNormal(new double[30 * LANES], 0, 1)
        };
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            var values = values(normals, courses, epoch);
            var isSearched = new boolean[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                isSearched[lane] = generator.integers(0, 2) == 0;
                if (!isSearched[lane]) {
                    for (double[] layer : values) {
                        layer[lane] = Double.NaN;
                        layer[layer.length - LANES + lane] = -Double.NaN;
                    }
                }
            }
            search(search, values, isSearched);
            for (int lane = 0; lane < LANES; lane++) {
                if (isSearched[lane]) {
                    assertFound(search, ranges, values, lane, "epoch " + epoch);
                }
            }
        }
    }

    /** A training pass, then the search. */
    private void search(RankSearch search, double[][] values, boolean[] isSearched) {
        search.begin();
        for (double[] layer : values) {
            search.find(kernels.search(), layer, 0, layer.length / LANES);
        }
        for (int lane = 0; lane < LANES; lane++) {
            if (isSearched[lane]) {
                search.search((of, to) -> System.arraycopy(ofLane(values, of), 0, to, 0, to.length), lane);
            }
        }
    }

    private static double[] ofLane(double[][] values, int lane) {
        return Arrays.stream(values)
                .flatMapToDouble(layer -> IntStream.range(0, layer.length)
                        .filter(i -> i % LANES == lane)
                        .mapToDouble(i -> layer[i]))
                .toArray();
    }

    private double[][] values(double[][] normals, List<Course> courses, int epoch) {
        var values = new double[normals.length][];
        for (int layer = 0; layer < normals.length; layer++) {
            values[layer] = new double[normals[layer].length];
            for (int i = 0; i < values[layer].length; i++) {
                values[layer][i] = courses.get(i % LANES).value(epoch, normals[layer][i], generator);
            }
        }
        return values;
    }

    private static void assertFound(
            RankSearch search, List<RankRange> ranges, double[][] values, int lane, String where) {
        double[] sorted =
                Arrays.stream(ofLane(values, lane)).map(Math::abs).sorted().toArray();
        for (var range : ranges) {
            assertArrayEquals(
                    Arrays.copyOfRange(sorted, range.first(), range.last() + 1),
                    IntStream.rangeClosed(range.first(), range.last())
                            .mapToDouble(rank -> search.value(lane, rank))
                            .toArray(),
                    where);
        }
    }

    @Test
    void ranksThatWereNotAskedForHaveNoValue() {
        var search = new RankSearch(List.of(new RankRange(8, 9), new RankRange(5, 6)), 10, LANES);
        var values = generator.fillNormal(new double[10 * LANES], 0, 1);
        search(search, new double[][] {values}, new boolean[] {true, true, true, true});
        for (int rank : new int[] {-1, 4, 7, 10}) {
            assertThrows(IllegalArgumentException.class, () -> search.value(0, rank));
        }
    }

    @Test
    void thereAreTwoRangesAtMost() {
        var three = List.of(new RankRange(0, 0), new RankRange(2, 2), new RankRange(4, 4));
        var e = assertThrows(IllegalArgumentException.class, () -> new RankSearch(three, 10, LANES));
        assertEquals("at most 2 ranges, not " + three, e.getMessage());
    }
}
