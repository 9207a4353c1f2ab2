package io.gradflow.engine.kernels;

import io.gradflow.engine.TaskBuilder;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.LimitRegion;
import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A kernel of the lane engine alone, on one full tile of a layer of 16 units, as wide as this machine likes best. An
 * operation of JMH is a tile. Secondary results give the same time for each instruction of a kind, which
 * {@code scripts/bench kernels} holds against {@code VectorPeak}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
// As the engine has them with this collector, arrays begin with a cache line: see LaneMemory.
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseG1GC", "-XX:G1HeapRegionSize=1m"})
public class KernelBenchmark {
    private static final int FEATURES = 2;
    private static final int UNITS = 16;
    private static final int SAMPLES = LaneTile.SAMPLES;
    /** Of a layer's tile. */
    private static final int VECTORS = UNITS * SAMPLES;
    /** Of 4 x 4 elements in a product of 16 x 16, each with eight loads a step. */
    private static final int BLOCKS = VECTORS / 16;

    /** The kernels, and what of a tile they must do; the counts follow the code of {@link VectorKernels}. */
    @SuppressWarnings("ImmutableEnumChecker") // functions without state, and a record of numbers
    public enum Kernel {
        FORWARD_2X16(
                product(FEATURES * UNITS * SAMPLES, BLOCKS * (8 * FEATURES + 4), VECTORS),
                b -> b.kernels.forward().multiplyAndAddBiases(b.inputs, b.weights, b.z, SAMPLES, FEATURES, UNITS)),
        FORWARD_16X16(
                product(UNITS * UNITS * SAMPLES, BLOCKS * (8 * UNITS + 4), VECTORS),
                b -> b.kernels.forward().multiplyAndAddBiases(b.values, b.weights, b.z, SAMPLES, UNITS, UNITS)),
        FORWARD_16X1(
                product(UNITS * SAMPLES, UNITS * (SAMPLES + 1) + 1, SAMPLES),
                b -> b.kernels.forward().multiplyAndAddBiases(b.values, b.weights, b.z, SAMPLES, UNITS, 1)),
        /**
         * In the engine the product takes the place of its factors, which here must stay what they are. They are not
         * counted.
         */
        DELTA_16X16(
                product(UNITS * UNITS * SAMPLES, BLOCKS * (8 * UNITS + 16), VECTORS),
                b -> b.kernels
                        .backward()
                        .multiplyAndScale(b.deltas, b.weights, b.derivatives, b.z, SAMPLES, UNITS, UNITS)),
        /** With the biases, the weights of a unit that is always 1: a row beside the blocks. */
        GRADIENT_16X16(
                product(
                        (UNITS + 1) * UNITS * SAMPLES,
                        BLOCKS * (8 * SAMPLES + 16) + 2 * (9 * SAMPLES + 8),
                        (UNITS + 1) * UNITS),
                b -> b.kernels.gradients().addProducts(b.values, b.deltas, b.gradient, 0, SAMPLES, UNITS + 1, UNITS)),
        RELU(each(VECTORS, 0, 0, 1, 2), activation("relu")),
        LEAKY_RELU(each(VECTORS, 1, 0, 1, 2), activation("leaky_relu")),
        TANH(each(VECTORS, 14, 1, 1, 2), activation("tanh")),
        SIGMOID(each(VECTORS, 22, 1, 2, 2), activation("sigmoid")),
        ARCTAN(each(VECTORS, 14, 2, 1, 2), activation("arctan")),
        SOFTSIGN(each(VECTORS, 2, 1, 1, 2), activation("softsign")),
        STATISTICS(each(VECTORS, 1, 0, 2, 0), b -> {
            b.sums.productsEnd = 0;
            b.kernels.statistics().addStatistics(b.z, b.derivatives, SAMPLES, b.sums);
        }),
        /** That of tanh; the others' are like it. */
        COUNT_AT_LIMIT(each(VECTORS, 0, 0, 1, 0), b -> {
            var values = b.values;
            b.kernels
                    .statistics()
                    .countAtLimit(
                            b.limitRegion,
                            b.z.data(),
                            b.z.offset(),
                            values.data(),
                            values.offset(),
                            VECTORS,
                            b.sums.atLimit());
        }),
        FIND(each(VECTORS, 0, 0, 1, 1), b -> {
            b.brackets.foundEnd = 0;
            b.kernels.search().find(b.z.data(), b.z.offset(), VECTORS, b.brackets);
        }),
        /** Of a tile one for each unit. */
        LOG(each(UNITS, 13, 1, 1, 1), b -> b.kernels.functions().log(b.positive, b.results, 0, UNITS * b.lanes)),
        EXP(each(SAMPLES, 17, 0, 1, 1), b -> b.kernels.functions().exp(b.positive, b.results, 0, SAMPLES * b.lanes)),
        LOG1P(
                each(SAMPLES, 14, 1, 1, 1),
                b -> b.kernels.functions().log1p(b.positive, b.results, 0, SAMPLES * b.lanes));

        private final Instructions instructions;
        private final Consumer<KernelBenchmark> work;

        Kernel(Instructions instructions, Consumer<KernelBenchmark> work) {
            this.instructions = instructions;
            this.work = work;
        }

        private static Instructions product(int multiplyAdds, int loads, int stores) {
            return new Instructions(0, multiplyAdds, 0, loads, stores);
        }

        private static Instructions each(int vectors, int multiplies, int divisions, int loads, int stores) {
            return new Instructions(
                    vectors, vectors * multiplies, vectors * divisions, vectors * loads, vectors * stores);
        }

        private static Consumer<KernelBenchmark> activation(String name) {
            return b -> b.activationOverTiles(name).apply(b.z, b.values, b.derivatives, VECTORS);
        }
    }

    /**
     * What a tile takes at least. Additions and integers are not counted: some processors have units of their own for
     * them.
     *
     * @param elements vectors worked on one by one; 0 if the work is a product
     * @param multiplies multiplications of vectors, those that add included
     */
    private record Instructions(int elements, int multiplies, int divisions, int loads, int stores) {}

    /** What an iteration has done; 0 if a kernel has none of it. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Counts {
        private Instructions instructions;
        private int flopsPerMultiply;
        private long tiles;

        /** Begins an iteration. */
        @Setup(Level.Iteration)
        public void clear(KernelBenchmark benchmark) {
            instructions = benchmark.kernel.instructions;
            flopsPerMultiply = instructions.elements == 0 ? 2 * benchmark.lanes : 0;
            tiles = 0;
        }

        /** Of a product, counted as usual: two for each multiply-add of two numbers. */
        public long flops() {
            return multiplies() * flopsPerMultiply;
        }

        public long elements() {
            return tiles * instructions.elements;
        }

        public long multiplies() {
            return tiles * instructions.multiplies;
        }

        public long divisions() {
            return tiles * instructions.divisions;
        }

        public long loads() {
            return tiles * instructions.loads;
        }

        public long stores() {
            return tiles * instructions.stores;
        }
    }

    @Param
    private Kernel kernel;

    private final Activation activation = TaskBuilder.activationOf("tanh");
    private final LimitRegion limitRegion = activation.traits().limitRegion().orElseThrow();
    private final LaneKernels kernels = LaneKernels.ofWidth(LaneKernels.preferredLanes());
    private final int lanes = kernels.lanes();
    private final Map<String, LaneActivation> activations = new HashMap<>();
    private LaneTile inputs;
    private LaneTile z;
    private LaneTile values;
    private LaneTile derivatives;
    private LaneTile deltas;
    private PackedMatrix weights;
    private double[] gradient;
    private HiddenLayerSums sums;
    private Brackets brackets;
    private double[] positive;
    private double[] results;

    private LaneActivation activationOverTiles(String name) {
        return activations.computeIfAbsent(name, n -> kernels.activation(TaskBuilder.activationOf(n)));
    }

    @Setup
    public void setUp() {
        var memory = new LaneMemory(lanes);
        inputs = memory.tile(FEATURES + 1);
        weights = memory.matrix((UNITS + 1) * UNITS);
        z = memory.tile(UNITS);
        values = memory.tile(UNITS + 1);
        derivatives = memory.tile(UNITS);
        deltas = memory.tile(UNITS);
        // All of the memory is one array.
        Generator.seeded(1).fillNormal(z.data(), 0, 1);
        kernels.activation(activation).apply(z, values, derivatives, VECTORS);
        values.fill(UNITS, lanes, 1);
        gradient = new double[(UNITS + 1) * UNITS * lanes];
        sums = new HiddenLayerSums(SAMPLES, UNITS, lanes);
        brackets = new Brackets(VECTORS, lanes);
        for (int lane = 0; lane < lanes; lane++) {
            setBounds(lane);
        }
        positive = Generator.seeded(2).fillUniform(new double[VECTORS * lanes], 0, 1);
        results = new double[VECTORS * lanes];
    }

    /** Around what the percentiles 90 and 99 of |z| need. */
    private void setBounds(int lane) {
        var absolute = new double[VECTORS];
        Arrays.setAll(absolute, i -> Math.abs(z.get(i / SAMPLES, i % SAMPLES, lane, lanes)));
        Arrays.sort(absolute);
        double[] bounds = brackets.bounds;
        bounds[lane] = absolute[VECTORS * 89 / 100];
        bounds[lanes + lane] = absolute[VECTORS * 91 / 100];
        bounds[2 * lanes + lane] = absolute[VECTORS * 98 / 100];
        bounds[3 * lanes + lane] = absolute[VECTORS - 1];
    }

    /** Does the work of one tile. */
    @Benchmark
    public void tile(Counts counts) {
        kernel.work.accept(this);
        counts.tiles++;
    }
}
