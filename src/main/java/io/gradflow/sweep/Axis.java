package io.gradflow.sweep;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Parameter;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A key of the configuration that a list makes an axis of the grid: what is read there, and which part of a task it is. To
 * add an axis is to add it to {@link Axes}, and its field to {@link Task}, {@link TaskDraft} and {@link TaskKey}.
 *
 * @param <V> the values
 */
sealed interface Axis<V> {

    /** Which of an axis's values may be in one {@link Pack}. */
    enum Sharing {
        /** Any. */
        ALL,
        /** Those whose tasks run the same {@link Instructions}. */
        ALIKE,
        /** None but equal ones. */
        EQUAL
    }

    /** The key, below {@code sweep}. */
    String name();

    /** Which values may be in one pack. */
    Sharing sharing();

    /** Makes a value part of a task. */
    void set(TaskDraft draft, V value);

    /** Whether tasks that differ here alone are runs of one cell. */
    default boolean isSeed() {
        return this instanceof OfSeeds;
    }

    /** Where it is in {@link Axes#ALL}. */
    default int position() {
        return Axes.ALL.indexOf(this);
    }

    /**
     * Components of a catalogue.
     *
     * @param setter of a task's field
     */
    record OfComponents<V>(Catalog<V> catalog, Sharing sharing, BiConsumer<TaskDraft, V> setter) implements Axis<V> {
        @Override
        public String name() {
            return catalog.role();
        }

        @Override
        public void set(TaskDraft draft, V value) {
            setter.accept(draft, value);
        }
    }

    /**
     * Scalars.
     *
     * @param value what a scalar of the configuration stands for
     * @param setter of a task's field
     */
    record OfScalars<P, V>(
            Parameter<P> parameter, Function<P, V> value, Sharing sharing, BiConsumer<TaskDraft, V> setter)
            implements Axis<V> {
        @Override
        public String name() {
            return parameter.name();
        }

        @Override
        public void set(TaskDraft draft, V value) {
            setter.accept(draft, value);
        }
    }

    /**
     * Seeds.
     *
     * @param isRequired whether each task has one of its own
     * @param setter of a task's field
     */
    record OfSeeds(Parameter<Long> parameter, boolean isRequired, BiConsumer<TaskDraft, Long> setter)
            implements Axis<Long> {
        @Override
        public String name() {
            return parameter.name();
        }

        @Override
        public Sharing sharing() {
            return Sharing.ALL;
        }

        @Override
        public void set(TaskDraft draft, Long value) {
            setter.accept(draft, value);
        }
    }
}
