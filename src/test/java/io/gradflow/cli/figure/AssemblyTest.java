package io.gradflow.cli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.query.figure.Spread;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    private static final Request REQUEST = new Request(
            false,
            List.of("test_loss", "test_acc"),
            TaskKey.ofColumns(List.of("activation")),
            List.of(),
            "true",
            OptionalInt.empty(),
            OptionalInt.empty(),
            Spread.STD,
            Request.Ends.FREE,
            Request.Ends.FREE,
            Optional.empty(),
            Optional.empty(),
            1000);

    private static CensusGroup group(String activation, long diverged, long finite) {
        return new CensusGroup(List.of(activation), 10, diverged, 0, finite, 60, 1, 1, 1, 1);
    }

    private static List<String> told(List<CensusGroup> losses, List<CensusGroup> accuracies) {
        var groups = new Groups(
                REQUEST.by(),
                REQUEST.facets(),
                losses.stream().map(CensusGroup::values).toList(),
                Groups.MOST_SERIES);
        var assembly = new Assembly(REQUEST, groups);
        assembly.noteLost(List.of(losses, accuracies), "they end.");
        var axis = Axes.numbers("", "", Request.Ends.FREE);
        var notes = assembly.figure("", axis, List.of(axis, axis)).notes();
        // Before them are the definitions of both metrics.
        return notes.subList(2, notes.size());
    }

    @Test
    void whatIsSoOfEachMetricIsToldOnce() {
        var census = List.of(group("relu", 3, 7), group("tanh", 0, 10));

        assertEquals(List.of("Of 20 runs 3 diverged (relu 3 of 10): they end."), told(census, census));
    }

    @Test
    void whatDiffersBetweenMetricsIsToldOfEach() {
        assertEquals(
                List.of(
                        "test_loss: of 20 runs 3 diverged (relu 3 of 10): they end.",
                        "test_acc: of 20 runs 3 diverged, 2 have no finite test_acc (relu 5 of 10): they end."),
                told(
                        List.of(group("relu", 3, 7), group("tanh", 0, 10)),
                        List.of(group("relu", 3, 5), group("tanh", 0, 10))));
    }
}
