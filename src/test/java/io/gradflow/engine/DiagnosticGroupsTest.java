package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A group is measured where it is due and nowhere else, and that changes no number. */
class DiagnosticGroupsTest {
    private static final int EPOCHS = 13;

    static Stream<Arguments> trainings() {
        return Stream.of(new BreezeTrainer(), new LaneTrainer(2), new LaneTrainer(8))
                .flatMap(trainer -> Stream.of("relu", "tanh", "gelu", "diverging")
                        .flatMap(kind -> Stream.of(1, 3)
                                .map(logEvery -> Arguments.argumentSet(
                                        trainer.numerics() + " of " + trainer.packSize() + ", " + kind + ", "
                                                + logEvery,
                                        trainer,
                                        kind,
                                        logEvery))));
    }

    private static List<Task> tasks(String kind) {
        var builder = new TaskBuilder().architecture("2-5-4-1").epochs(EPOCHS);
        var tasks = new ArrayList<Task>();
        for (int seed = 0; seed < 3; seed++) {
            var ofSeed =
                    builder.activation(kind.equals("diverging") ? "relu" : kind).seed(seed);
            tasks.add(ofSeed.optimizer(new GradientDescent(kind.equals("diverging") && seed == 1 ? 1e100 : 0.3))
                    .build());
        }
        return tasks;
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void aGroupIsMeasuredWhereItIsDue(Trainer trainer, String kind, int logEvery) {
        var pack = new Pack(tasks(kind));
        // The last gradient is that of the last row with the group.
        var all = rows(trainer, pack, new Logging(logEvery, DiagnosticGroups.ALL));
        for (var rhythms : List.<Map<DiagnosticGroup, Integer>>of(
                Map.of(),
                Map.of(DiagnosticGroup.STUDY, 1),
                Map.of(DiagnosticGroup.LAYERS, 1),
                Map.of(DiagnosticGroup.STUDY, 4, DiagnosticGroup.LAYERS, 1),
                Map.of(DiagnosticGroup.MOMENTS, 1),
                Map.of(DiagnosticGroup.STUDY, 3, DiagnosticGroup.NOISE, 2),
                Map.of(DiagnosticGroup.UNITS, 1),
                Map.of(DiagnosticGroup.UNITS, 3, DiagnosticGroup.MOMENTS, 2),
                Map.of(DiagnosticGroup.STUDY, 5, DiagnosticGroup.MOMENTS, 3, DiagnosticGroup.UPDATES, 1),
                Map.of(DiagnosticGroup.STUDY, 2, DiagnosticGroup.LAYERS, 6, DiagnosticGroup.MOMENTS, 4),
                Map.of(DiagnosticGroup.LAYERS, 1, DiagnosticGroup.JACOBIAN, 3))) {
            var some = rows(trainer, pack, new Logging(logEvery, new DiagnosticGroups(rhythms)));
            assertEquals(all.size(), some.size());
            for (int i = 0; i < some.size(); i++) {
                var row = some.get(i);
                var due = EnumSet.noneOf(DiagnosticGroup.class);
                rhythms.forEach((group, every) -> {
                    if (row.outcome() != null || row.epoch() % every == 0) {
                        due.add(group);
                    }
                });
                assertEquals(
                        numbers(all.get(i), due), numbers(row, Set.of(DiagnosticGroup.values())), rhythms::toString);
            }
        }
    }

    private static List<EpochRow> rows(Trainer trainer, Pack pack, Logging logging) {
        var rows = new ArrayList<EpochRow>();
        trainer.train(pack, logging).forEachRemaining(rows::add);
        return rows;
    }

    /** The numbers that a row has of some groups and of none, as their bits. */
    private static Map<String, String> numbers(EpochRow row, Set<DiagnosticGroup> groups) {
        var numbers = new TreeMap<String, String>();
        var measured = row.measurement();
        numbers.put("task", row.task() + " " + row.epoch() + " " + row.outcome());
        for (var metric : Metric.values()) {
            if (measured.has(metric) && metric.group().map(groups::contains).orElse(true)) {
                numbers.put(metric.column(), Double.toHexString(measured.get(metric)));
            }
        }
        for (int layer = 0; layer < measured.layers(); layer++) {
            for (var metric : LayerMetric.values()) {
                if (measured.has(layer, metric) && groups.contains(metric.group())) {
                    numbers.put(metric.column() + layer, Double.toHexString(measured.get(layer, metric)));
                }
            }
        }
        return numbers;
    }
}
