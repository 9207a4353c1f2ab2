package io.gradflow.engine;

import io.gradflow.results.EpochRow;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An engine alone: microseconds of one core per model-epoch, that is per epoch of one network, of the study's networks
 * or of those of another architecture. An operation of JMH is a model-epoch.
 *
 * <p>{@code scripts/bench EngineBenchmark -p activation=tanh}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EngineBenchmark {
    /**
     * Model-epochs of an invocation, and the epochs of each training: close to the study's 3000, and a multiple of all
     * pack sizes, so that a training is a whole number of invocations.
     */
    private static final int MODEL_EPOCHS = 3_200;

    private static final double[] SCALES = {0.5, 1, 2};
    private static final int SEEDS = 10;

    @Param({
        "relu",
        "tanh",
        "arctan",
        "softsign",
        "leaky_relu",
        "sigmoid",
        "identity",
        "relu6",
        "elu",
        "selu",
        "gelu",
        "gelu_tanh",
        "silu",
        "mish",
        "softplus",
        "hard_tanh",
        "hard_sigmoid",
        "hard_swish",
        "sin",
        "erf"
    })
    private String activation;

    @Param("2-16-16-1")
    private String architecture;

    @Param({"lanes", "breeze"})
    private String engine;

    /** Whether every epoch gives a row; if not, only the last one of an invocation does. */
    @Param({"true", "false"})
    private boolean diagnostics;

    /** The names of the groups that are measured at those epochs, in any words. */
    @Param("study layers")
    private String groups;

    private Trainer trainer;
    /** Networks under way, and in turn all of the activation's cells: what saturates differs by scale. */
    private List<Task> tasks;

    private int epochsPerInvocation;
    private int trainings;
    private Iterator<EpochRow> rows = Collections.emptyIterator();

    @Setup
    public void setUp() {
        trainer = NamedEngines.trainer(engine);
        if (MODEL_EPOCHS % trainer.packSize() != 0) {
            throw new IllegalStateException(
                    MODEL_EPOCHS + " model-epochs must be a multiple of the pack size, " + trainer.packSize());
        }
        epochsPerInvocation = MODEL_EPOCHS / trainer.packSize();
        tasks = new ArrayList<>();
        for (double scale : SCALES) {
            for (int seed = 0; seed < SEEDS; seed++) {
                tasks.add(new TaskBuilder()
                        .architecture(architecture)
                        .activation(activation)
                        .scale(scale)
                        .seed(seed)
                        .epochs(MODEL_EPOCHS)
                        .build());
            }
        }
    }

    /** Makes data and weights, and the rows of epoch 0, when a training has come to its end. */
    @Setup(Level.Invocation)
    public void startTraining() {
        if (rows.hasNext()) {
            return;
        }
        var members = new ArrayList<Task>();
        for (int i = 0; i < trainer.packSize(); i++) {
            members.add(tasks.get((trainings * trainer.packSize() + i) % tasks.size()));
        }
        trainings++;
        var named = Arrays.stream(DiagnosticGroup.values())
                .filter(group -> groups.contains(group.toString()))
                .collect(Collectors.toSet());
        rows = trainer.train(
                new Pack(members), new Logging(diagnostics ? 1 : epochsPerInvocation, DiagnosticGroups.of(named)));
        for (int i = 0; i < trainer.packSize(); i++) {
            rows.next();
        }
    }

    /** Trains a pack for some epochs. */
    @Benchmark
    @OperationsPerInvocation(MODEL_EPOCHS)
    public EpochRow train() {
        int count = diagnostics ? MODEL_EPOCHS : trainer.packSize();
        EpochRow row = null;
        for (int i = 0; i < count; i++) {
            row = rows.next();
        }
        if (row.epoch() % epochsPerInvocation != 0) {
            throw new IllegalStateException("an invocation must end with a row of a multiple of " + epochsPerInvocation
                    + " epochs, but did with one of epoch " + row.epoch());
        }
        return row;
    }
}
