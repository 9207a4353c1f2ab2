package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Samples;
import io.gradflow.data.Xor;
import io.gradflow.engine.breeze.BreezePass;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LanePass;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.loss.MeanSquaredError;
import io.gradflow.nn.loss.SoftmaxCrossEntropy;
import io.gradflow.random.Generator;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss with every number of outputs up to five: both engines, all lanes, and the plain loops they must equal. */
class LossesAndOutputsTest {
    private static final int CLASSES = 5;

    /** Around tiles, and one alone. */
    private static final int[] SAMPLES = {1, 2, 15, 16, 17, 19, 33};

    static Stream<EveryLoss> losses() {
        return EveryLoss.ofUpTo(CLASSES);
    }

    /** Labels are of all classes; the lanes have samples and parameters of their own. */
    @ParameterizedTest
    @MethodSource("losses")
    void aPassIsThatOfPlainLoopsInEveryLane(EveryLoss every) {
        for (int lanes : new int[] {2, 4, 8}) {
            for (int count : SAMPLES) {
                for (String hidden : List.of("2-", "2-3-", "2-5-4-")) {
                    var generator = Generator.seeded(count);
                    var architecture = Architecture.parse(hidden + every.outputs());
                    assertPassIsThatOfPlainLoops(
                            every,
                            architecture,
                            IntStream.range(0, lanes)
                                    .mapToObj(lane -> samples(count, every.classes(), generator))
                                    .toList(),
                            IntStream.range(0, lanes)
                                    .mapToObj(lane -> generator.fillNormal(
                                            new double[architecture.parameterCount()], 0, 1 + 100 * (lane % 2)))
                                    .toList());
                }
            }
        }
    }

    /** A NaN in every logit of one lane, or in one logit alone. */
    @ParameterizedTest
    @MethodSource("losses")
    void nanInALaneLeavesItsNeighboursUntouched(EveryLoss every) {
        var architecture = Architecture.parse("2-3-" + every.outputs());
        for (int spoilt : new int[] {0, architecture.biasOffset(1)}) {
            var generator = Generator.seeded(1);
            var samples = IntStream.range(0, 4)
                    .mapToObj(lane -> samples(19, every.classes(), generator))
                    .toList();
            var parameters = IntStream.range(0, 4)
                    .mapToObj(lane -> generator.fillNormal(new double[architecture.parameterCount()], 0, 1))
                    .toList();
            parameters.get(2)[spoilt] = Double.NaN;
            int[] correct = assertPassIsThatOfPlainLoops(every, architecture, samples, parameters);
            if (every.outputs() > 1) {
                assertEquals(0, correct[2]);
            }
        }
    }

    /** How many samples of each lane are put into their class. */
    private static int[] assertPassIsThatOfPlainLoops(
            EveryLoss every, Architecture architecture, List<Samples> samples, List<double[]> parameters) {
        int lanes = samples.size();
        var interleaved = new double[architecture.parameterCount() * lanes];
        Arrays.setAll(interleaved, i -> parameters.get(i % lanes)[i / lanes]);
        var lanePass = new LanePass(architecture, new Tanh(), every.loss(), interleaved, samples);
        var correct = new int[lanes];
        // Twice: nothing may be left of the pass before.
        for (int pass = 0; pass < 2; pass++) {
            lanePass.train();
            double[] means = lanePass.meanLosses();
            correct = lanePass.correct();
            for (int lane = 0; lane < lanes; lane++) {
                var expected = ScalarReference.evaluate(
                        architecture, new Tanh(), every.loss(), parameters.get(lane), samples.get(lane));
                assertEquals(expected.meanLoss(), means[lane]);
                assertEquals(expected.correct(), correct[lane]);
                assertArrayEquals(expected.gradient(), lanePass.gradient(lane));
            }
        }
        return correct;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void breezeAgreesOnEveryPass(EveryLoss every) {
        for (int count : SAMPLES) {
            var generator = Generator.seeded(count);
            var architecture = Architecture.parse("2-5-4-" + every.outputs());
            var samples = samples(count, every.classes(), generator);
            double[] parameters = generator.fillNormal(new double[architecture.parameterCount()], 0, 1);
            var expected = ScalarReference.evaluate(architecture, new Tanh(), every.loss(), parameters, samples);
            var pass = new BreezePass(architecture, new Tanh(), every.loss(), parameters, samples);
            assertEquals(expected.meanLoss(), pass.meanLoss(), 1e-13);
            assertEquals((double) expected.correct() / count, pass.accuracy());
            assertArrayEquals(expected.gradient(), pass.gradient(), 1e-13);
        }
    }

    /** In packs that are not full, with numbers of samples that are multiples of nothing. */
    @ParameterizedTest
    @MethodSource("losses")
    void trainingIsThatOfPlainLoopsAndBreezeAgrees(EveryLoss every) {
        var tasks = LongStream.range(0, 3)
                .mapToObj(seed -> task(every)
                        .seed(seed)
                        .learningRate(0.1 + 0.2 * seed)
                        .epochs(60)
                        .build())
                .toList();
        for (int lanes : new int[] {2, 4, 8}) {
            var rows = TrainedRows.byTask(new LaneTrainer(lanes), new Pack(tasks), 10);
            for (var task : tasks) {
                TrainedRows.assertSameBits(ScalarReference.train(task, 10), rows.get(task));
            }
        }
        for (var task : tasks) {
            assertAgree(ScalarReference.train(task, 10), TrainedRows.of(new BreezeTrainer(), task, 10));
        }
    }

    private static void assertAgree(List<EpochRow> expected, List<EpochRow> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertSame(expected.get(i).outcome(), actual.get(i).outcome());
            var one = expected.get(i).measurement();
            var other = actual.get(i).measurement();
            for (var metric : Metric.of(DiagnosticGroups.DEFAULT)) {
                assertEquals(one.get(metric), other.get(metric), 1e-10, metric::column);
            }
            for (int layer = 0; layer < one.layers(); layer++) {
                for (var metric : LayerMetric.of(layer, one.layers())) {
                    assertEquals(one.get(layer, metric), other.get(layer, metric), 1e-10, metric::column);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void neighboursOfADivergedNetworkKeepTheirBits(EveryLoss every) {
        var tasks = new ArrayList<Task>();
        for (double learningRate : new double[] {0.1, 1e300, 1e6, 0.3, 1e100}) {
            tasks.add(task(every)
                    .activation("relu")
                    .seed(tasks.size())
                    .learningRate(learningRate)
                    .epochs(40)
                    .build());
        }
        for (int logEvery : new int[] {1, 7}) {
            var rows = TrainedRows.byTask(new LaneTrainer(8), new Pack(tasks), logEvery);
            for (var task : tasks) {
                TrainedRows.assertSameBits(ScalarReference.train(task, logEvery), rows.get(task));
            }
            for (int i : new int[] {0, 3}) {
                assertSame(Outcome.COMPLETED, outcome(rows.get(tasks.get(i))));
            }
            assertSame(Outcome.DIVERGED, outcome(rows.get(tasks.get(1))));
        }
    }

    private static Outcome outcome(List<EpochRow> rows) {
        return rows.get(rows.size() - 1).outcome();
    }

    /** Noisy XOR, whose classes are the first two of however many. */
    private static TaskBuilder task(EveryLoss every) {
        return new TaskBuilder()
                .dataset(new Xor(43, 0.1, 0.25, false))
                .architecture("2-6-5-" + every.outputs())
                .loss(every.loss());
    }

    @Test
    void everyLossLearnsXor() {
        for (var every : EveryLoss.of(2)) {
            var task = new TaskBuilder()
                    .dataset(new Xor(100, 0, 0.25, false))
                    .architecture("2-16-16-" + every.outputs())
                    .loss(every.loss())
                    .learningRate(0.1)
                    .epochs(3000)
                    .build();
            for (var trainer : List.of(new LaneTrainer(0), new BreezeTrainer())) {
                var rows = TrainedRows.of(trainer, task, 3000);
                assertTrue(rows.get(1).measurement().get(Metric.TRAIN_ACC) > 0.95, () -> every + " " + rows);
                assertTrue(rows.get(1).measurement().get(Metric.TRAIN_LOSS)
                        < 0.3 * rows.get(0).measurement().get(Metric.TRAIN_LOSS));
            }
        }
    }

    /** Zero weights and biases give equal outputs, of which the first counts. */
    @Test
    void ofEqualOutputsTheFirstCountsInBothEngines() {
        for (var loss : List.of(new SoftmaxCrossEntropy(), new MeanSquaredError())) {
            var task = new TaskBuilder()
                    .architecture("2-4-2")
                    .loss(loss)
                    .scale(0)
                    .epochs(0)
                    .build();
            double share = (double) Arrays.stream(task.split().train().labels())
                            .filter(label -> label == 0)
                            .count()
                    / task.split().train().count();
            for (var trainer : List.of(new LaneTrainer(0), new BreezeTrainer())) {
                var row = TrainedRows.of(trainer, task, 1).get(0);
                assertEquals(share, row.measurement().get(Metric.TRAIN_ACC));
            }
        }
    }

    private static Samples samples(int count, int classes, Generator generator) {
        double[] inputs = generator.fillUniform(new double[2 * count], -1, 1);
        var labels = new int[count];
        Arrays.setAll(labels, i -> (int) generator.integers(0, classes));
        return new Samples(2, inputs, labels);
    }
}
