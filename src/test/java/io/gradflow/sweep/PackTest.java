package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.initializer.He;
import io.gradflow.nn.initializer.Initializer;
import io.gradflow.nn.initializer.Xavier;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.random.Seeding;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackTest {
    private static final Dataset XOR = new Xor(40, 0.1, 0.25, false);
    private static final Loss LOSS = new BinaryCrossEntropy(0);
    private static final Initializer XAVIER = new Xavier();
    private static final Task TASK = task(XOR, "2-3-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 5, 0, Seeding.STUDY);

    private static Task task(
            Dataset dataset,
            String architecture,
            Activation activation,
            Initializer init,
            double scale,
            Loss loss,
            double learningRate,
            int epochs,
            long seed,
            Seeding seeding) {
        return new Task.Builder()
                .with(ConfigurationKeys.DATASET, dataset)
                .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse(architecture))
                .with(ConfigurationKeys.ACTIVATION, activation)
                .with(ConfigurationKeys.INIT, init)
                .with(ConfigurationKeys.SCALE, scale)
                .with(ConfigurationKeys.LOSS, loss)
                .with(ConfigurationKeys.OPTIMIZER, new GradientDescent(learningRate))
                .with(ConfigurationKeys.EPOCHS, epochs)
                .with(ConfigurationKeys.SEED, seed)
                .with(ConfigurationKeys.SEEDING, seeding)
                .build();
    }

    private static Task seeded(Activation activation, long seed) {
        return task(XOR, "2-3-1", activation, XAVIER, 1, LOSS, 0.1, 5, seed, Seeding.STUDY);
    }

    private static List<List<Task>> groups(Stream<Task> tasks, int size) {
        return GreedyPacks.of(tasks.toList(), size);
    }

    @ParameterizedTest
    @CsvSource({
        "30, 8, 4, 6",
        "32, 8, 4, 8",
        "30, 4, 8, 2",
        "30, 2, 15, 2",
        "31, 2, 16, 1",
        "1, 8, 1, 1",
        "30, 1, 30, 1",
        "30, 2147483647, 1, 30"
    })
    void groupsAreFilledInOrder(int networks, int size, int count, int last) {
        var tasks = LongStream.range(0, networks)
                .mapToObj(seed -> seeded(new Tanh(), seed))
                .toList();
        var groups = new Pack(tasks).inGroupsOf(size);
        assertEquals(count, groups.size());
        assertEquals(tasks, groups.stream().flatMap(List::stream).toList());
        groups.subList(0, count - 1).forEach(group -> assertEquals(size, group.size()));
        assertEquals(last, groups.get(count - 1).size());
    }

    @Test
    void aPackEndsWhereTheNextTaskCannotShareIt() {
        var grid = Grid.of(
                Products.of(List.of(XOR), List.of(new Tanh(), new LeakyRelu(0.1)), List.of(1.0), Products.seeds(0, 9)));
        var packs = new Packs(grid, 8, task -> 0);
        assertEquals(
                List.of(8, 2, 8, 2),
                LongStream.range(0, packs.count())
                        .mapToObj(pack -> packs.pack(pack).tasks().size())
                        .toList());
    }

    static Stream<Task> mates() {
        return Stream.of(
                TASK,
                task(new Xor(40, 0.9, 0.25, true), "2-3-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 5, 0, Seeding.STUDY),
                task(new Xor(40, 0.1, 0.26, false), "2-3-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 5, 0, Seeding.STUDY),
                task(XOR, "2-3-1", new Tanh(), new He(), 1, LOSS, 0.1, 5, 0, Seeding.STUDY),
                task(XOR, "2-3-1", new Tanh(), XAVIER, 2, LOSS, 0.1, 5, 0, Seeding.STUDY),
                task(XOR, "2-3-1", new Tanh(), XAVIER, 1, LOSS, 0.2, 5, 0, Seeding.STUDY),
                task(XOR, "2-3-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 5, 1, Seeding.STUDY),
                task(XOR, "2-3-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 5, 0, Seeding.INDEPENDENT));
    }

    @ParameterizedTest
    @MethodSource("mates")
    void dataSeedInitialisationScaleAndLearningRateMayDiffer(Task mate) {
        assertEquals(List.of(TASK, mate), new Pack(List.of(TASK, mate)).tasks());
        assertEquals(List.of(List.of(TASK, mate)), groups(Stream.of(TASK, mate), 8));
    }

    static Stream<Task> strangers() {
        return Stream.of(
                task(new Xor(41, 0.1, 0.25, false), "2-3-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 5, 0, Seeding.STUDY),
                task(new Xor(40, 0.1, 0.5, false), "2-3-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 5, 0, Seeding.STUDY),
                // As many test samples, more to train on.
                task(new Xor(80, 0.1, 0.125, false), "2-3-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 5, 0, Seeding.STUDY),
                task(XOR, "2-3-3-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 5, 0, Seeding.STUDY),
                task(XOR, "2-4-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 5, 0, Seeding.STUDY),
                task(XOR, "2-3-1", new LeakyRelu(0.1), XAVIER, 1, LOSS, 0.1, 5, 0, Seeding.STUDY),
                task(XOR, "2-3-1", new Tanh(), XAVIER, 1, new BinaryCrossEntropy(1e-8), 0.1, 5, 0, Seeding.STUDY),
                task(XOR, "2-3-1", new Tanh(), XAVIER, 1, LOSS, 0.1, 6, 0, Seeding.STUDY));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void whatRunsOtherInstructionsIsNeverMixed(Task stranger) {
        assertEquals(List.of(List.of(TASK), List.of(stranger)), groups(Stream.of(TASK, stranger), 8));
        var thrown = assertThrows(IllegalArgumentException.class, () -> new Pack(List.of(TASK, TASK, stranger)));
        assertEquals(
                "tasks of one pack must run the same instructions: " + TASK + " and " + stranger + " do not",
                thrown.getMessage());
    }

    @Test
    void slopesOfOneKindAreNotMixed() {
        var one = seeded(new LeakyRelu(0.1), 0);
        var other = seeded(new LeakyRelu(0.2), 0);
        assertEquals(List.of(List.of(one), List.of(other)), groups(Stream.of(one, other), 8));
    }

    @Test
    void anEmptyPackIsRefused() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> new Pack(List.of()));
        assertEquals("a pack needs at least one task", thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -8})
    void aSizeBelowOneIsRefused(int size) {
        var pack = new Pack(List.of(TASK));
        var thrown = assertThrows(IllegalArgumentException.class, () -> pack.inGroupsOf(size));
        assertEquals("a group needs a size of at least 1, not " + size, thrown.getMessage());
    }
}
