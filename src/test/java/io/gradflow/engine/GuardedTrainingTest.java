package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.results.EpochRow;
import io.gradflow.results.Measurement;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines that throw, at every place where they can. */
class GuardedTrainingTest {
    private static final Task A = task(0);
    private static final Task B = task(1);
    private static final Task C = task(2);
    private static final Pack PACK = new Pack(List.of(A, B, C));

    private final List<Throwable> thrown = new ArrayList<>();
    private final Set<Task> ended = new HashSet<>();

    @Test
    void rowsOfAnEngineThatDoesNotThrowPassThrough() {
        var rows = new ArrayList<EpochRow>();
        guarded(new BreezeTrainer(), PACK).forEachRemaining(rows::add);
        var expected = new ArrayList<EpochRow>();
        new BreezeTrainer().train(PACK, Logging.every(1)).forEachRemaining(expected::add);
        TrainedRows.assertSameBits(expected, rows);
        assertEquals(List.of(), thrown);
    }

    @Test
    void anEngineThatCannotStartFailsAllTasksAtEpoch0() {
        var failure = new IllegalStateException("no BLAS");
        var training = guarded(
                new StubTrainer((pack, logging) -> {
                    throw failure;
                }),
                PACK);
        assertFailed(A, 0, training.next());
        assertFailed(B, 0, training.next());
        assertFailed(C, 0, training.next());
        assertFalse(training.hasNext());
        assertEquals(List.of(failure), thrown);
    }

    @Test
    void tasksThatHadNotEndedFailAtTheEpochAfterTheirLastGoodRow() {
        var failure = new IllegalStateException("epoch 3 of B");
        var good = List.of(row(A, 0, null), row(B, 0, null), row(A, 1, Outcome.DIVERGED), row(B, 2, null));
        var training = guarded(new StubTrainer((pack, logging) -> throwingAfter(good, failure)), PACK);
        for (var row : good) {
            assertSame(row, training.next());
        }
        assertEquals(List.of(), thrown);
        assertFailed(B, 3, training.next());
        assertFailed(C, 0, training.next());
        assertFalse(training.hasNext());
        assertEquals(List.of(failure), thrown);
        assertEquals(Set.of(B, C), ended);
    }

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new InternalError(),
                new NoClassDefFoundError("jdk/incubator/vector/DoubleVector"),
                new AssertionError());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void aTaskThatNeedsMoreThanTheMachineHasFails(Error error) {
        var training = guarded(
                new StubTrainer((pack, logging) -> {
                    throw error;
                }),
                new Pack(List.of(A)));
        assertFailed(A, 0, training.next());
        assertFalse(training.hasNext());
        assertEquals(Set.of(A), ended);
    }

    @Test
    void otherPacksOfTheSameEngineAreTrained() {
        var trainer = new StubTrainer((pack, logging) -> {
            if (pack.tasks().contains(B)) {
                throw new IllegalStateException("seed 1");
            }
            return new BreezeTrainer().train(pack, logging);
        });
        for (var task : PACK.tasks()) {
            EpochRow last = null;
            for (var training = guarded(trainer, new Pack(List.of(task))); training.hasNext(); ) {
                last = training.next();
            }
            assertSame(task.equals(B) ? Outcome.FAILED : Outcome.COMPLETED, last.outcome());
        }
        assertEquals(1, thrown.size());
    }

    @Test
    void anEngineThatForgetsATaskFailsIt() {
        var good = List.of(row(A, 0, Outcome.COMPLETED), row(C, 0, Outcome.COMPLETED));
        var training = guarded(new StubTrainer((pack, logging) -> good.iterator()), PACK);
        training.next();
        training.next();
        assertFailed(B, 0, training.next());
        assertFalse(training.hasNext());
        assertInstanceOf(NoSuchElementException.class, thrown.get(0));
    }

    @Test
    void anEndedTrainingHasNoFurtherRow() {
        var training = guarded(new StubTrainer((pack, logging) -> throwingAfter(List.of(), new Failure())), PACK);
        training.forEachRemaining(row -> {});
        assertThrows(NoSuchElementException.class, training::next);
        assertEquals(1, thrown.size());
    }

    private GuardedTraining guarded(Trainer trainer, Pack pack) {
        return new GuardedTraining(trainer, pack, Logging.every(1), (tasks, e) -> {
            ended.addAll(tasks);
            thrown.add(e);
        });
    }

    private static void assertFailed(Task task, int epoch, EpochRow row) {
        assertSame(task, row.task());
        assertEquals(epoch, row.epoch());
        assertNull(row.measurement());
        assertSame(Outcome.FAILED, row.outcome());
    }

    private static EpochRow row(Task task, int epoch, Outcome outcome) {
        return new EpochRow(task, epoch, new Measurement(2), outcome);
    }

    private static Task task(long seed) {
        return new TaskBuilder().architecture("2-3-1").epochs(3).seed(seed).build();
    }

    private static Iterator<EpochRow> throwingAfter(List<EpochRow> rows, RuntimeException failure) {
        var good = rows.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public EpochRow next() {
                if (good.hasNext()) {
                    return good.next();
                }
                throw failure;
            }
        };
    }

    /** An exception that no library throws. */
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** An engine that trains as it is told. */
    private static final class StubTrainer implements Trainer {
        private static final long serialVersionUID = 1;
        private final transient BiFunction<Pack, Logging, Iterator<EpochRow>> training;

        StubTrainer(BiFunction<Pack, Logging, Iterator<EpochRow>> training) {
            this.training = training;
        }

        @Override
        public String numerics() {
            return "stub";
        }

        @Override
        public int packSize() {
            return 1;
        }

        @Override
        public Iterator<EpochRow> train(Pack pack, Logging logging) {
            return training.apply(pack, logging);
        }

        @Override
        public double predictedSeconds(Task task, long rows) {
            return 0;
        }
    }
}
