package io.gradflow.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The value that describes a figure, without drawing. */
class FigureTest {
    private static List<String> labels(Axis axis, int most) {
        return axis.ticks(most).stream()
                .map(Tick::label)
                .filter(label -> !label.isEmpty())
                .toList();
    }

    private static Axis axis(Scale scale, double low, double high) {
        return Axis.ofNumbers("", "", scale, new Limits(low, high));
    }

    @Test
    void ticksAreRoundNumbersWithinTheLimits() {
        assertEquals(List.of("0", "1000", "2000", "3000"), labels(axis(Scale.LINEAR, -120, 3119), 5));
        assertEquals(List.of("0.4", "0.6", "0.8"), labels(axis(Scale.LINEAR, 0.39, 0.95), 4));
        assertEquals(List.of("-0.2", "0", "0.2"), labels(axis(Scale.LINEAR, -0.35, 0.3), 4));
        assertEquals(List.of("1e-7", "2e-7"), labels(axis(Scale.LINEAR, 0.5e-7, 2.5e-7), 3));
        assertEquals(List.of("0.001", "0.01", "0.1", "1"), labels(axis(Scale.LOG, 0.0009, 1.1), 6));
        assertEquals(List.of("1e-6", "0.001", "1"), labels(axis(Scale.LOG, 1e-8, 5), 3));
        // Within a decade powers of ten would be one or none.
        assertEquals(List.of("0.4", "0.6", "0.8"), labels(axis(Scale.LOG, 0.3, 0.9), 4));
        assertEquals(List.of("relu", "tanh"), labels(Axis.ofCategories("", List.of("relu", "tanh")), 1));
    }

    @Test
    void anAxisOfWholeNumbersHasNoTicksBetweenThem() {
        assertEquals(List.of("0", "1"), wholeLabels(-0.04, 1.04));
        assertEquals(List.of("0", "1", "2"), wholeLabels(-0.08, 2.08));
        assertEquals(List.of("0", "1", "2", "3", "4", "5"), wholeLabels(-0.2, 5.2));
        assertEquals(List.of("0", "50", "100"), wholeLabels(-4, 104));
        assertEquals(List.of(), wholeLabels(0.2, 0.8));
    }

    private static List<String> wholeLabels(double low, double high) {
        return labels(Axis.ofWholeNumbers("", Scale.LINEAR, new Limits(low, high)), high > 100 ? 3 : 12);
    }

    /** One number alone does not tell a scale, however low a panel is. */
    @Test
    void anAxisHasTwoTicksAtLeast() {
        assertEquals(List.of("0", "0.5"), labels(axis(Scale.LINEAR, -0.3, 0.9), 2));
        assertEquals(List.of("-0.5", "0", "0.5"), labels(axis(Scale.LINEAR, -0.99, 0.99), 2));
        assertEquals(List.of("-2", "0"), labels(axis(Scale.LINEAR, -3.9, 1.1), 2));
        assertEquals(List.of("0.01", "0.1"), labels(axis(Scale.LOG, 0.003, 0.5), 2));
        assertEquals(List.of("0.001", "0.01", "0.1"), labels(axis(Scale.LOG, 0.0006, 0.3), 2));
    }

    @Test
    void limitsAreAroundWhatHasAPlace() {
        var linear = Limits.around(
                DoubleStream.of(0, 10, Double.NaN, Double.POSITIVE_INFINITY), Scale.LINEAR, Double.NaN, Double.NaN);
        assertEquals(new Limits(-0.4, 10.4), linear);
        var log = Limits.around(DoubleStream.of(-1, 0, 1, 100), Scale.LOG, Double.NaN, Double.NaN);
        assertTrue(log.low() > 0.5 && log.low() < 1, log::toString);
        assertEquals(new Limits(2, 10.32), Limits.around(DoubleStream.of(0, 10), Scale.LINEAR, 2, Double.NaN));
        assertTrue(Limits.around(DoubleStream.of(3), Scale.LINEAR, Double.NaN, Double.NaN)
                .contains(3));
        assertTrue(Limits.around(DoubleStream.of(0), Scale.LINEAR, Double.NaN, Double.NaN)
                .contains(0));
        assertTrue(Limits.around(DoubleStream.empty(), Scale.LOG, Double.NaN, Double.NaN)
                        .low()
                > 0);
        // The data end below what the user starts with.
        assertEquals(
                20,
                Limits.around(DoubleStream.of(0, 10), Scale.LINEAR, 20, Double.NaN)
                        .low());
        assertThrows(IllegalArgumentException.class, () -> new Limits(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(Double.NaN, 1));
    }

    @Test
    void seriesDifferAlsoWithoutColours() {
        var dashes = new HashSet<List<Double>>();
        var markers = new HashSet<Ink.Marker>();
        IntStream.range(0, 8).mapToObj(Ink::ofName).forEach(ink -> {
            assertTrue(dashes.add(ink.dashes()), ink::toString);
            assertTrue(markers.add(ink.marker()), ink::toString);
        });
        // Of the same colour the ninth has other dashes and another marker.
        assertEquals(Ink.ofName(0).colour(Theme.PAPER), Ink.ofName(8).colour(Theme.PAPER));
        assertFalse(Ink.ofName(0).dashes().equals(Ink.ofName(8).dashes()));
        assertFalse(Ink.ofName(0).marker() == Ink.ofName(8).marker());
    }

    @Test
    void coloursAreOkabesAndItosAndViridis() {
        assertEquals("#0072b2", Ink.ofName(0).colour(Theme.PAPER).hex());
        assertEquals("#d55e00", Ink.ofName(1).colour(Theme.DARK).hex());
        // Black would not be seen on a dark ground.
        assertEquals(Theme.DARK.ink(), Ink.ofName(6).colour(Theme.DARK));
        var scale = new ColourScale("", new Limits(0, 1), Scale.LINEAR);
        assertEquals("#440154", scale.colour(-1).hex());
        assertEquals("#fde725", scale.colour(1).hex());
        // In grey the order stays.
        double last = -1;
        for (int i = 0; i <= 20; i++) {
            double luminance = scale.colour(i / 20.0).luminance();
            assertTrue(luminance > last, "at " + i);
            last = luminance;
        }
    }

    @Test
    void textsAreShownOnOneLineWithoutWhatFormatsCannotHold() {
        var figure = FigureExamples.twoPanels();
        assertEquals("</script><b a=\"1\">&' \uFFFD", figure.title());
        assertEquals("relu (n = 8 of 10)", figure.legend().get(0).caption());
        assertEquals("loss (nats)", figure.panels().get(0).y().caption());
        assertEquals("\uFFFDx\uFFFD", ShownText.of("\uD800x\uFFFE"));
        assertEquals("\uD83D\uDE00", ShownText.of("\uD83D\uDE00"));
    }

    @Test
    void marksReferToTheLegend() {
        var axis = axis(Scale.LINEAR, 0, 1);
        var dots = new Mark.Dots(0, new double[1], new double[1]);
        var panels = List.of(new Panel("", 0, 0, axis, List.of(dots)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Figure("", panels, axis, List.of(), Optional.empty(), List.of()));
    }

    /** Of networks that diverge, numbers go up to the largest double, and an axis must have finite ends. */
    @Test
    void limitsAreFiniteWhateverTheNumbers() {
        for (var scale : Scale.values()) {
            for (var numbers : new double[][] {
                {0.5, 1e299}, {Double.MIN_VALUE, 1e-320}, {-Double.MAX_VALUE, Double.MAX_VALUE}, {1e308, 1.1e308}
            }) {
                var limits = Limits.around(DoubleStream.of(numbers), scale, Double.NaN, Double.NaN);
                assertTrue(Double.isFinite(scale.position(limits.low())), limits::toString);
                assertTrue(Double.isFinite(scale.position(limits.high())), limits::toString);
            }
        }
    }
}
