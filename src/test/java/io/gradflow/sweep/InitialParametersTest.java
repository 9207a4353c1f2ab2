package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.batch.FullBatch;
import io.gradflow.nn.initializer.Gaussian;
import io.gradflow.nn.initializer.He;
import io.gradflow.nn.initializer.Initialization;
import io.gradflow.nn.initializer.Initializer;
import io.gradflow.nn.initializer.Zeros;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.nn.schedule.ConstantSchedule;
import io.gradflow.random.Seeding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which of a task's keys its untrained network is made of. */
class InitialParametersTest {
    private static final Architecture ARCHITECTURE = Architecture.parse("2-3-1");

    @ParameterizedTest
    @EnumSource
    void theyAreOfWeightsScaleBiasesAndSeed(Seeding seeding) {
        assertArrayEquals(
                new Initialization(new He(), 1.5, new Gaussian(0.3)).parameters(ARCHITECTURE, seeding, 9),
                task(seeding, new Gaussian(0.3), null, null).initialParameters());
        assertArrayEquals(
                new Initialization(new He(), 1.5, new Zeros()).parameters(ARCHITECTURE, seeding, 9),
                task(seeding, new Zeros(), null, null).initialParameters());
    }

    @ParameterizedTest
    @EnumSource
    void theSeedOfInitialWeightsTakesTheSeedsPlace(Seeding seeding) {
        assertArrayEquals(
                new Initialization(new He(), 1.5, new Gaussian(0.3)).parameters(ARCHITECTURE, seeding, 4),
                task(seeding, new Gaussian(0.3), 5L, 4L).initialParameters());
        assertArrayEquals(
                new Initialization(new He(), 1.5, new Gaussian(0.3)).parameters(ARCHITECTURE, seeding, 9),
                task(seeding, new Gaussian(0.3), 5L, null).initialParameters());
    }

    private static Task task(Seeding seeding, Initializer biasInit, Long dataSeed, Long initSeed) {
        return new Task.Builder()
                .with(ConfigurationKeys.DATASET, new Xor(40, 0.1, 0.25, false))
                .with(ConfigurationKeys.ARCHITECTURE, ARCHITECTURE)
                .with(ConfigurationKeys.ACTIVATION, new Tanh())
                .with(ConfigurationKeys.INIT, new He())
                .with(ConfigurationKeys.SCALE, 1.5)
                .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(0))
                .with(ConfigurationKeys.OPTIMIZER, new GradientDescent(0.1))
                .with(ConfigurationKeys.EPOCHS, 1)
                .with(ConfigurationKeys.SEED, 9L)
                .with(ConfigurationKeys.SEEDING, seeding)
                .with(ConfigurationKeys.BIAS_INIT, biasInit)
                .with(ConfigurationKeys.SCHEDULE, new ConstantSchedule())
                .with(ConfigurationKeys.BATCH, new FullBatch())
                .with(ConfigurationKeys.DATA_SEED, dataSeed)
                .with(ConfigurationKeys.INIT_SEED, initSeed)
                .build();
    }
}
