package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.results.UnitLife;
import io.gradflow.results.UnitLife.StateLife;
import io.gradflow.results.UnitState;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The states of hidden units: both engines, every lane width, and loops over the samples of each unit. */
class UnitsTest {
    private static final Logging EVERY_EPOCH = new Logging(1, DiagnosticGroups.of(EnumSet.of(DiagnosticGroup.UNITS)));

    private static final List<ObservableTrainer> TRAINERS = List.of(new BreezeTrainer(), new LaneTrainer(4));

    private static TaskBuilder builder() {
        return new TaskBuilder()
                .dataset(new Xor(44, 0.1, 0.25, false))
                .architecture("2-5-17-3-1")
                .epochs(25);
    }

    /** The rows of a task and the parameters of each. */
    private record Run(List<EpochRow> rows, List<double[]> parameters) {
        static Run of(ObservableTrainer trainer, Task task, Logging logging) {
            var run = new Run(new ArrayList<>(), new ArrayList<>());
            trainer.train(new Pack(List.of(task)), logging, (of, epoch, at) -> run.parameters.add(at))
                    .forEachRemaining(run.rows::add);
            return run;
        }

        EpochRow last() {
            return rows.get(rows.size() - 1);
        }
    }

    /** Which units die, revive and saturate, over all networks of an activation, so that a test can ask for some. */
    private record Census(int born, int died, int revived, int saturated, int constant) {
        static Census of(List<EpochRow> lasts) {
            var lives = lasts.stream()
                    .flatMap(row -> row.measurement().units().stream())
                    .toList();
            var dead = lives.stream().map(life -> life.states().get(0)).toList();
            return new Census(
                    (int) dead.stream().filter(StateLife::born).count(),
                    (int) dead.stream()
                            .filter(life -> life.now() && !life.born())
                            .count(),
                    dead.stream().mapToInt(StateLife::revived).sum(),
                    (int) lives.stream()
                            .map(life -> life.states().get(2).now())
                            .filter(Boolean.TRUE::equals)
                            .count(),
                    (int) lasts.stream()
                            .filter(row -> row.measurement().get(Metric.CONSTANT_OUTPUT) == 1)
                            .count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"relu", "tanh", "hard_tanh", "sigmoid", "relu6", "gelu", "leaky_relu", "sin", "identity"})
    void theyAreWhatLoopsOverTheSamplesOfEachUnitGive(String activation) {
        var lasts = new ArrayList<EpochRow>();
        for (double scale : new double[] {0, 1, 9}) {
            for (int seed = 0; seed < 3; seed++) {
                var task = builder()
                        .activation(activation)
                        .scale(scale)
                        .seed(seed)
                        .optimizer(new GradientDescent(seed < 2 ? 1.5 : 0.3))
                        .build();
                for (var trainer : TRAINERS) {
                    var run = Run.of(trainer, task, EVERY_EPOCH);
                    assertIsBruteForce(task, run);
                    lasts.add(run.last());
                }
            }
        }
        // The networks show what there is to see.
        var census = Census.of(lasts);
        if (activation.equals("relu")) {
            assertTrue(census.born > 0 && census.died > 0 && census.revived > 0, census::toString);
        }
        if (activation.equals("hard_tanh")) {
            assertTrue(census.saturated > 0 && census.died > 0, census::toString);
        }
        assertTrue(census.constant > 0, census::toString);
    }

    private static void assertIsBruteForce(Task task, Run run) {
        var states = new ArrayList<boolean[][]>();
        var epochs = new ArrayList<Integer>();
        double bornDead = Double.NaN;
        for (int i = 0; i < run.rows.size(); i++) {
            var row = run.rows.get(i);
            var measured = row.measurement();
            var forward = Forward.of(task, run.parameters.get(i));
            double constant = forward.isConstant ? 1 : 0;
            bornDead = i == 0 ? constant : bornDead;
            if (row.outcome() == Outcome.DIVERGED) { // what overflows depends on the order of sums
                assertTrue(measured.has(Metric.CONSTANT_OUTPUT) && measured.has(0, LayerMetric.DEAD_COUNT));
                continue;
            }
            assertEquals(constant, measured.get(Metric.CONSTANT_OUTPUT), row::toString);
            assertEquals(bornDead, measured.get(Metric.BORN_DEAD), row::toString);
            for (int layer = 0; layer < task.architecture().layers() - 1; layer++) {
                int of = layer;
                assertEquals(
                        forward.count(layer, UnitState.DEAD),
                        measured.get(layer, LayerMetric.DEAD_COUNT),
                        row::toString);
                assertEquals(
                        forward.count(layer, UnitState.SILENT),
                        measured.get(layer, LayerMetric.SILENT_COUNT),
                        () -> "layer " + of + " of " + row);
                if (task.activation().traits().limitRegion().isPresent()) {
                    assertEquals(
                            forward.count(layer, UnitState.SATURATED),
                            measured.get(layer, LayerMetric.SATURATED_COUNT),
                            row::toString);
                } else {
                    assertFalse(measured.has(layer, LayerMetric.SATURATED_COUNT));
                }
            }
            assertFalse(measured.has(task.architecture().layers() - 1, LayerMetric.DEAD_COUNT));
            assertEquals(row.outcome() != null, !measured.units().isEmpty());
            epochs.add(row.epoch());
            states.add(forward.states);
        }
        assertEquals(
                expectedLives(task, epochs, states), run.last().measurement().units());
    }

    /** What one network does at all training samples, in plain loops. */
    private record Forward(int[] layerOf, boolean[][] states, boolean isConstant) {
        static Forward of(Task task, double[] parameters) {
            var samples = task.split().train();
            var architecture = task.architecture();
            var activation = task.activation();
            double[][] inputs = IntStream.range(0, samples.count())
                    .mapToObj(i ->
                            Arrays.copyOfRange(samples.inputs(), i * samples.features(), (i + 1) * samples.features()))
                    .toArray(double[][]::new);
            var layers = new ArrayList<Integer>();
            var states = new ArrayList<boolean[]>();
            for (int layer = 0; layer < architecture.layers(); layer++) {
                double[][] z = new double[inputs.length][architecture.fanOut(layer)];
                double[][] values = new double[inputs.length][architecture.fanOut(layer)];
                for (int unit = 0; unit < architecture.fanOut(layer); unit++) {
                    boolean isDead = true;
                    boolean isSilent = true;
                    boolean isSaturated = true;
                    for (int sample = 0; sample < z.length; sample++) {
                        double sum = parameters[architecture.biasOffset(layer) + unit];
                        for (int in = 0; in < inputs[sample].length; in++) {
                            sum += inputs[sample][in]
                                    * parameters[
                                            architecture.weightOffset(layer) + in * architecture.fanOut(layer) + unit];
                        }
                        z[sample][unit] = sum;
                        values[sample][unit] = activation.value(sum);
                        double slope = Math.abs(activation.derivative(sum, values[sample][unit]));
                        isDead &= slope == 0;
                        isSilent &= slope < 1e-3;
                        isSaturated &= activation.isAtLimit(sum, values[sample][unit]);
                    }
                    if (layer < architecture.layers() - 1) {
                        layers.add(layer);
                        states.add(new boolean[] {isDead, isSilent, isSaturated});
                    }
                }
                if (layer == architecture.layers() - 1) {
                    boolean isConstant = Arrays.stream(z).allMatch(of -> Arrays.equals(of, z[0]));
                    return new Forward(
                            layers.stream().mapToInt(Integer::intValue).toArray(),
                            states.toArray(boolean[][]::new),
                            isConstant && Arrays.stream(z[0]).allMatch(Double::isFinite));
                }
                inputs = values;
            }
            throw new AssertionError();
        }

        int count(int layer, UnitState state) {
            return (int) IntStream.range(0, states.length)
                    .filter(unit -> layerOf[unit] == layer
                            && states[unit][List.of(UnitState.values()).indexOf(state)])
                    .count();
        }
    }

    private static List<UnitLife> expectedLives(Task task, List<Integer> epochs, List<boolean[][]> states) {
        var lives = new ArrayList<UnitLife>();
        for (int layer = 0; layer < task.architecture().layers() - 1; layer++) {
            for (int number = 1; number <= task.architecture().fanOut(layer); number++) {
                int unit = lives.size();
                boolean hasRegion = task.activation().traits().limitRegion().isPresent();
                lives.add(new UnitLife(
                        layer + 1,
                        number,
                        Stream.of(UnitState.values())
                                .map(state -> epochs.isEmpty() || (state == UnitState.SATURATED && !hasRegion)
                                        ? StateLife.UNKNOWN
                                        : expectedLife(
                                                epochs,
                                                states,
                                                unit,
                                                List.of(UnitState.values()).indexOf(state)))
                                .toList()));
            }
        }
        return lives;
    }

    private static StateLife expectedLife(List<Integer> epochs, List<boolean[][]> states, int unit, int state) {
        int[] places = IntStream.range(0, epochs.size())
                .filter(i -> states.get(i)[unit][state])
                .toArray();
        int last = epochs.size() - 1;
        int revived = (int) Arrays.stream(places)
                .filter(i -> i < last && !states.get(i + 1)[unit][state])
                .count();
        return new StateLife(
                states.get(last)[unit][state],
                places.length == 0 ? null : epochs.get(places[0]),
                places.length == 0 ? null : epochs.get(places[places.length - 1]),
                revived,
                states.get(0)[unit][state]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tanh", "relu", "gelu"})
    void noLaneWidthAndNoCompanyChangesABit(String activation) {
        var tasks = new ArrayList<Task>();
        for (double scale : new double[] {1e-200, 0, 1, 1e160, 4, 0.3, 1e300, 2, 1}) {
            tasks.add(builder()
                    .activation(activation)
                    .scale(scale)
                    .seed(tasks.size())
                    .optimizer(new GradientDescent(scale == 2 ? 1e300 : 1.5))
                    .build());
        }
        // All groups together find the same as this one alone.
        var all = byTask(new LaneTrainer(8), tasks, new Logging(1, DiagnosticGroups.ALL));
        var together = IntStream.of(2, 4, 8)
                .mapToObj(width -> byTask(new LaneTrainer(width), tasks, EVERY_EPOCH))
                .toList();
        for (var task : tasks) {
            var alone = byTask(new LaneTrainer(2), List.of(task), EVERY_EPOCH).get(task);
            together.forEach(rows -> TrainedRows.assertSameBits(alone, rows.get(task)));
            assertEquals(alone.size(), all.get(task).size());
            for (int i = 0; i < alone.size(); i++) {
                assertEquals(found(alone.get(i)), found(all.get(task).get(i)));
            }
        }
    }

    private static Map<Task, List<EpochRow>> byTask(Trainer trainer, List<Task> tasks, Logging logging) {
        var rows = new ArrayList<EpochRow>();
        trainer.train(new Pack(tasks), logging).forEachRemaining(rows::add);
        return rows.stream().collect(Collectors.groupingBy(EpochRow::task));
    }

    /** What a row has of this group. */
    private static List<Object> found(EpochRow row) {
        var measured = row.measurement();
        var found = new ArrayList<Object>(measured.units());
        found.add(measured.get(Metric.CONSTANT_OUTPUT));
        found.add(measured.get(Metric.BORN_DEAD));
        for (int layer = 0; layer < measured.layers(); layer++) {
            found.add(measured.get(layer, LayerMetric.DEAD_COUNT));
            found.add(measured.get(layer, LayerMetric.SILENT_COUNT));
            found.add(measured.get(layer, LayerMetric.SATURATED_COUNT));
        }
        return found;
    }

    @Test
    void aRhythmSeesItsEpochsAlone() {
        for (var trainer : TRAINERS) {
            for (int logEvery : new int[] {1, 2}) {
                var logging = new Logging(logEvery, new DiagnosticGroups(Map.of(DiagnosticGroup.UNITS, 3)));
                for (int seed = 0; seed < 2; seed++) {
                    var task = builder()
                            .activation("relu")
                            .seed(seed)
                            .optimizer(new GradientDescent(1.5))
                            .build();
                    var run = Run.of(trainer, task, logging);
                    var measured = new Run(new ArrayList<>(), new ArrayList<>());
                    for (int i = 0; i < run.rows.size(); i++) {
                        boolean isDue = run.rows.get(i).epoch() % 3 == 0
                                || run.rows.get(i).outcome() != null;
                        assertEquals(isDue, run.rows.get(i).measurement().has(Metric.CONSTANT_OUTPUT));
                        if (isDue) {
                            measured.rows.add(run.rows.get(i));
                            measured.parameters.add(run.parameters.get(i));
                        }
                    }
                    assertIsBruteForce(task, measured);
                }
            }
        }
    }

    /** At scale 0 no input reaches a unit. Rectifiers are off at 0, and tanh is steepest there. */
    @Test
    void aNetworkOfZerosIsBornDead() {
        for (var trainer : TRAINERS) {
            for (var activation : List.of("relu", "tanh")) {
                var last = Run.of(
                                trainer,
                                builder().activation(activation).scale(0).build(),
                                EVERY_EPOCH)
                        .last()
                        .measurement();
                boolean isRelu = activation.equals("relu");
                assertEquals(1, last.get(Metric.BORN_DEAD));
                assertEquals(1, last.get(Metric.CONSTANT_OUTPUT));
                for (var life : last.units()) {
                    var expected =
                            isRelu ? new StateLife(true, 0, 25, 0, true) : new StateLife(false, null, null, 0, false);
                    assertEquals(List.of(expected, expected, expected), life.states());
                }
            }
        }
    }

    @Test
    void oneSampleMakesEachNetworkConstant() {
        for (var trainer : TRAINERS) {
            var task = builder()
                    .dataset(new Xor(2, 0.1, 0.5, false))
                    .activation("relu")
                    .build();
            var run = Run.of(trainer, task, EVERY_EPOCH);
            assertIsBruteForce(task, run);
            assertEquals(1, run.last().measurement().get(Metric.BORN_DEAD));
        }
    }

    @Test
    void aNetworkWithoutHiddenLayersHasNoUnits() {
        for (var trainer : TRAINERS) {
            for (double scale : new double[] {0, 1}) {
                var task = builder().architecture("2-1").scale(scale).build();
                var run = Run.of(trainer, task, EVERY_EPOCH);
                assertEquals(List.of(), run.last().measurement().units());
                assertFalse(run.last().measurement().has(0, LayerMetric.DEAD_COUNT));
                assertEquals(scale == 0 ? 1 : 0, run.last().measurement().get(Metric.BORN_DEAD));
                assertEquals(0, run.last().measurement().get(Metric.CONSTANT_OUTPUT));
            }
        }
    }

    @Test
    void withoutEpochsTheFirstRowIsTheLast() {
        for (var trainer : TRAINERS) {
            var task = builder().activation("relu").epochs(0).build();
            var run = Run.of(trainer, task, EVERY_EPOCH);
            assertEquals(1, run.rows.size());
            assertIsBruteForce(task, run);
        }
    }

    /** The weights of the first layer overflow to infinite z, and tanh takes them. */
    @Test
    void infiniteNumbersAreBeyondEachLimit() {
        for (var trainer : TRAINERS) {
            var run = Run.of(
                    trainer,
                    builder()
                            .architecture("2-8-8-1")
                            .activation("tanh")
                            .scale(1.7e308)
                            .epochs(0)
                            .build(),
                    EVERY_EPOCH);
            var measured = run.last().measurement();
            assertEquals(8, measured.get(1, LayerMetric.DEAD_COUNT));
            assertEquals(8, measured.get(1, LayerMetric.SATURATED_COUNT));
        }
    }

    @Test
    void aRunThatDivergesHasTheLivesUpToTheRowBefore() {
        for (var trainer : TRAINERS) {
            var task = builder()
                    .activation("relu")
                    .optimizer(new GradientDescent(1e300))
                    .build();
            var run = Run.of(trainer, task, EVERY_EPOCH);
            assertEquals(Outcome.DIVERGED, run.last().outcome());
            assertTrue(run.rows.size() > 1);
            var measured = run.last().measurement();
            assertTrue(measured.has(2, LayerMetric.DEAD_COUNT));
            int before = run.rows.get(run.rows.size() - 2).epoch();
            for (var life : measured.units()) {
                for (var state : life.states()) {
                    assertTrue(state.last() == null || state.last() <= before, life::toString);
                }
            }
            assertEquals(run.rows.get(run.rows.size() - 2).measurement().get(1, LayerMetric.DEAD_COUNT), (double)
                    measured.units().stream()
                            .filter(life ->
                                    life.layer() == 2 && life.states().get(0).now())
                            .count());
        }
    }

    @Test
    void nothingIsKnownOfARunThatDivergesAtOnce() {
        for (var trainer : TRAINERS) {
            var run = Run.of(trainer, builder().activation("relu").scale(1e200).build(), EVERY_EPOCH);
            assertEquals(Outcome.DIVERGED, run.last().outcome());
            assertEquals(0, run.last().epoch());
            assertEquals(25, run.last().measurement().units().size());
            for (var life : run.last().measurement().units()) {
                assertEquals(List.of(StateLife.UNKNOWN, StateLife.UNKNOWN, StateLife.UNKNOWN), life.states());
            }
        }
    }
}
