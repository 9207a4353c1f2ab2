package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Relu;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class TaskTest {
    private static Task.Builder shortest() {
        return new Task.Builder()
                .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-3-1"))
                .with(ConfigurationKeys.ACTIVATION, new Relu())
                .with(ConfigurationKeys.EPOCHS, 5)
                .with(ConfigurationKeys.SEED, 9L);
    }

    @Test
    void whatIsNotSetIsWhatASilentConfigurationMeans() throws Exception {
        assertEquals(
                "Task[dataset=Xor[n=300, noise=0.1, testFraction=0.25, relabelAfterNoise=false, stratified=false,"
                        + " generator=default_rng], architecture=2-3-1, activation=Relu[],"
                        + " init=Xavier[generator=default_rng], scale=1.0, bias-init=Zeros[],"
                        + " loss=BinaryCrossEntropy[clip=0.0], optimizer=GradientDescent[learningRate=0.05,"
                        + " weightDecay=0.0, clipNorm=0.0], schedule=ConstantSchedule[warmUp=0], batch=FullBatch[],"
                        + " epochs=5, seed=9, seeding=INDEPENDENT]",
                shortest().build().toString());
    }

    @Test
    void aKeyWithoutADefaultMustBeSet() {
        var task = new Task.Builder().with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-3-1"));
        var thrown = assertThrows(IllegalStateException.class, task::build);
        assertEquals("a task needs a value under seed", thrown.getMessage());
    }

    @Test
    void tasksWithEqualValuesAreEqual() {
        assertEquals(shortest().build(), shortest().build());
        assertEquals(shortest().build().hashCode(), shortest().build().hashCode());
        for (var axis : ConfigurationKeys.ALL) {
            if (axis.isSeed()) {
                assertNotEquals(shortest().build(), seeded(axis));
            }
        }
    }

    @SuppressWarnings("unchecked") // seeds are longs
    private static Task seeded(Axis<?> axis) {
        return shortest().with((Axis<Long>) axis, 10L).build();
    }

    @Test
    void aBuilderThatGoesOnChangesNoTask() {
        var builder = shortest();
        var task = builder.build();
        builder.with(ConfigurationKeys.EPOCHS, 6);
        assertEquals(5, task.epochs());
    }

    @Test
    void tasksAreSerialisable() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(shortest().build());
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(shortest().build(), in.readObject());
        }
    }
}
