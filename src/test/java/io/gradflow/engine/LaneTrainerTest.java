package io.gradflow.engine;

import io.gradflow.catalog.Kind;
import io.gradflow.data.Xor;
import io.gradflow.nn.Activations;
import io.gradflow.nn.Initializers;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bits of the lane engine are those of plain loops, whatever the width of the vectors and whoever shares them. */
class LaneTrainerTest {
    /** From no hidden layer to six, of widths that are multiples of nothing, and of 16. */
    private static final List<String> ARCHITECTURES = List.of(
            "2-1", "2-3-1", "2-17-1", "2-16-16-1", "2-5-7-3-1", "2-64-33-1", "2-9-8-7-6-5-1", "2-1-1-1-1-1-1-1");

    private static final List<Xor> DATASETS = List.of(
            samples(15, 5),
            samples(17, 1),
            samples(4, 36),
            samples(1, 1),
            samples(48, 16),
            samples(33, 33),
            samples(75, 25),
            samples(225, 75));

    private static final double[] SCALES = {1, 0.5, 1e-200, 2, 8, 1e-3, 1, 30};
    private static final double[] LEARNING_RATES = {0.05, 0.5, 1e-3, 3, 0.1, 0.05, 1};

    static Stream<Arguments> networks() {
        return activations()
                .flatMap(activation ->
                        ARCHITECTURES.stream().map(architecture -> Arguments.of(activation, architecture)));
    }

    static Stream<String> activations() {
        return Activations.CATALOG.kinds().stream().map(Kind::name);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void rowsAreThoseOfPlainLoops(String activation, String architecture) {
        int activationIndex = activations().toList().indexOf(activation);
        int index = activationIndex + ARCHITECTURES.indexOf(architecture);
        var tasks = tasks(new TaskBuilder()
                .activation(activation)
                .architecture(architecture)
                .dataset(DATASETS.get(index % DATASETS.size()))
                .clip(index / 2 % 2 == 0 ? 0 : 1e-8)
                .epochs(22));
        for (int logEvery : new int[] {1, 7}) {
            var rows = TrainedRows.byTask(new LaneTrainer(0), new Pack(tasks), logEvery);
            for (var task : tasks) {
                TrainedRows.assertSameBits(ScalarReference.train(task, logEvery), rows.get(task));
            }
        }
    }

    /** Eight tasks that differ in all that tasks of a pack may differ in. */
    private static List<Task> tasks(TaskBuilder builder) {
        var inits = Initializers.CATALOG.kinds();
        var tasks = new ArrayList<Task>();
        for (int i = 0; i < 8; i++) {
            tasks.add(builder.seed(100 + i)
                    .init(inits.get(i % inits.size()).name())
                    .scale(SCALES[i % SCALES.length])
                    .learningRate(LEARNING_RATES[i % LEARNING_RATES.length])
                    .build());
        }
        return tasks;
    }

    private static Xor samples(int train, int test) {
        return new Xor(train + test, 0.1, (double) test / (train + test), false);
    }
}
