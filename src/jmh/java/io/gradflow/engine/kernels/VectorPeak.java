package io.gradflow.engine.kernels;

import io.gradflow.random.Generator;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one core can do at best with vectors of the lane engine's width: the bounds that {@link KernelBenchmark} is held
 * against. An operation is one vector, so a score is the time from one to the next when none waits for another.
 *
 * <p>{@code scripts/bench kernels}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
// As the engine has them with this collector, arrays begin with a cache line: see LaneMemory. Loops are compiled as
// early
// as HotSpot likes, not as late as the launcher does.
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseG1GC", "-XX:G1HeapRegionSize=1m", "-XX:Tier4BackEdgeThreshold=40000"})
public class VectorPeak {
    private static final VectorSpecies<Double> SPECIES =
            VectorSpecies.of(double.class, VectorShape.forBitSize(LaneKernels.preferredLanes() * Double.SIZE));
    private static final int LANES = SPECIES.length();

    /**
     * Sums that do not wait for one another: two pipelines of four or five steps need eight to ten. With the two
     * factors they fit into sixteen registers.
     */
    private static final int CHAINS = 12;

    private static final int STEPS = 4_096;

    /** 16 KB with 8 lanes: within the first level of every cache. */
    private static final int L1_VECTORS = 256;

    private static final int L1_PASSES = 64;

    /** 256 KB with 8 lanes: beyond the first level, within the second. */
    private static final int L2_VECTORS = 4_096;

    private static final int L2_PASSES = 4;

    private final PackedMatrix memory = memory();
    private double factor = 1e-3;
    private double divisor = 1.234;

    private static PackedMatrix memory() {
        var memory = new LaneMemory(LANES).matrix(L2_VECTORS);
        // Some quotients take less time than others.
        Generator.seeded(1).fillUniform(memory.data(), 1, 2);
        return memory;
    }

    /** Multiply-adds of what is in registers. */
    @Benchmark
    @OperationsPerInvocation(CHAINS * STEPS)
    public double[] multiplyAdd() {
        double[] data = memory.data();
        int from = memory.offset();
        double multiplier = factor;
        var c0 = DoubleVector.fromArray(SPECIES, data, from);
        var c1 = DoubleVector.fromArray(SPECIES, data, from + LANES);
        var c2 = DoubleVector.fromArray(SPECIES, data, from + 2 * LANES);
        var c3 = DoubleVector.fromArray(SPECIES, data, from + 3 * LANES);
        var c4 = DoubleVector.fromArray(SPECIES, data, from + 4 * LANES);
        var c5 = DoubleVector.fromArray(SPECIES, data, from + 5 * LANES);
        var c6 = DoubleVector.fromArray(SPECIES, data, from + 6 * LANES);
        var c7 = DoubleVector.fromArray(SPECIES, data, from + 7 * LANES);
        var c8 = DoubleVector.fromArray(SPECIES, data, from + 8 * LANES);
        var c9 = DoubleVector.fromArray(SPECIES, data, from + 9 * LANES);
        var c10 = DoubleVector.fromArray(SPECIES, data, from + 10 * LANES);
        var c11 = DoubleVector.fromArray(SPECIES, data, from + 11 * LANES);
        for (int i = 0; i < STEPS; i++) {
            var a = DoubleVector.broadcast(SPECIES, multiplier);
            var b = DoubleVector.broadcast(SPECIES, 0.5);
            c0 = a.fma(b, c0);
            c1 = a.fma(b, c1);
            c2 = a.fma(b, c2);
            c3 = a.fma(b, c3);
            c4 = a.fma(b, c4);
            c5 = a.fma(b, c5);
            c6 = a.fma(b, c6);
            c7 = a.fma(b, c7);
            c8 = a.fma(b, c8);
            c9 = a.fma(b, c9);
            c10 = a.fma(b, c10);
            c11 = a.fma(b, c11);
        }
        DoubleVector.zero(SPECIES)
                .add(c0)
                .add(c1)
                .add(c2)
                .add(c3)
                .add(c4)
                .add(c5)
                .add(c6)
                .add(c7)
                .add(c8)
                .add(c9)
                .add(c10)
                .add(c11)
                .intoArray(data, from + CHAINS * LANES);
        return data;
    }

    /** Divisions, of what the first level of the cache holds. */
    @Benchmark
    @OperationsPerInvocation(L1_VECTORS)
    public double[] divide() {
        double[] data = memory.data();
        int from = memory.offset();
        double by = divisor;
        var sum0 = DoubleVector.zero(SPECIES);
        var sum1 = sum0;
        for (int i = from; i < from + L1_VECTORS * LANES; i += 2 * LANES) {
            sum0 = DoubleVector.fromArray(SPECIES, data, i).div(by).add(sum0);
            sum1 = DoubleVector.fromArray(SPECIES, data, i + LANES).div(by).add(sum1);
        }
        DoubleVector.zero(SPECIES).add(sum0).add(sum1).intoArray(data, from);
        return data;
    }

    @Benchmark
    @OperationsPerInvocation(L1_VECTORS * L1_PASSES)
    public double[] loadL1() {
        return load(L1_VECTORS, L1_PASSES);
    }

    @Benchmark
    @OperationsPerInvocation(L2_VECTORS * L2_PASSES)
    public double[] loadL2() {
        return load(L2_VECTORS, L2_PASSES);
    }

    @Benchmark
    @OperationsPerInvocation(L1_VECTORS * L1_PASSES)
    public double[] storeL1() {
        return store(L1_VECTORS, L1_PASSES);
    }

    @Benchmark
    @OperationsPerInvocation(L2_VECTORS * L2_PASSES)
    public double[] storeL2() {
        return store(L2_VECTORS, L2_PASSES);
    }

    private double[] load(int vectors, int passes) {
        double[] data = memory.data();
        int from = memory.offset();
        int to = from + vectors * LANES;
        for (int pass = 0; pass < passes; pass++) {
            var sum0 = DoubleVector.zero(SPECIES);
            var sum1 = sum0;
            var sum2 = sum0;
            var sum3 = sum0;
            var sum4 = sum0;
            var sum5 = sum0;
            var sum6 = sum0;
            var sum7 = sum0;
            for (int i = from; i < to; i += 8 * LANES) {
                sum0 = DoubleVector.fromArray(SPECIES, data, i).add(sum0);
                sum1 = DoubleVector.fromArray(SPECIES, data, i + LANES).add(sum1);
                sum2 = DoubleVector.fromArray(SPECIES, data, i + 2 * LANES).add(sum2);
                sum3 = DoubleVector.fromArray(SPECIES, data, i + 3 * LANES).add(sum3);
                sum4 = DoubleVector.fromArray(SPECIES, data, i + 4 * LANES).add(sum4);
                sum5 = DoubleVector.fromArray(SPECIES, data, i + 5 * LANES).add(sum5);
                sum6 = DoubleVector.fromArray(SPECIES, data, i + 6 * LANES).add(sum6);
                sum7 = DoubleVector.fromArray(SPECIES, data, i + 7 * LANES).add(sum7);
            }
            DoubleVector.zero(SPECIES)
                    .add(sum0)
                    .add(sum1)
                    .add(sum2)
                    .add(sum3)
                    .add(sum4)
                    .add(sum5)
                    .add(sum6)
                    .add(sum7)
                    .mul(factor)
                    .intoArray(data, from);
        }
        return data;
    }

    private double[] store(int vectors, int passes) {
        double[] data = memory.data();
        int from = memory.offset();
        int to = from + vectors * LANES;
        double value = divisor;
        for (int pass = 0; pass < passes; pass++) {
            for (int i = from; i < to; i += LANES) {
                DoubleVector.broadcast(SPECIES, value).intoArray(data, i);
            }
        }
        return data;
    }
}
