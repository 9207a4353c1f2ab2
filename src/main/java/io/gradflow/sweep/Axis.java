package io.gradflow.sweep;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Parameter;
import java.util.Optional;
import java.util.function.Function;

/**
 * A key of the configuration that a task's numbers depend on. A list of values under such a key makes it an axis of the
 * grid. All axes are declared in {@link ConfigurationKeys}, each once. The reader of configurations, the task, its
 * identity and the columns of the tables are derived from the declaration.
 *
 * @param <V> the values that a task has under this key
 */
public abstract sealed class Axis<V> permits Axis.OfComponents, Axis.OfScalars, Axis.OfSeeds {
    private final String name;
    private final V defaultValue;
    private final Sharing<V> sharing;

    /** Set once, by {@link ConfigurationKeys}. */
    private int position = -1;

    private Axis(String name, V defaultValue, Sharing<V> sharing) {
        this.name = name;
        this.defaultValue = defaultValue;
        this.sharing = sharing;
    }

    /**
     * Which values of an axis may be in one {@link Pack}: those with an equal trait.
     *
     * @param trait of a value
     */
    record Sharing<V>(Extent extent, Function<V, Object> trait) {
        /** How many of an axis's values may share packs. */
        enum Extent {
            ANY,
            SOME,
            NONE_BUT_EQUAL
        }

        /** Any values may share a pack. */
        static <V> Sharing<V> any() {
            return new Sharing<>(Extent.ANY, value -> null);
        }

        /** Only equal values may share a pack. */
        static <V> Sharing<V> equal() {
            return new Sharing<>(Extent.NONE_BUT_EQUAL, value -> value);
        }

        /** Values may share a pack if they are equal in some respect. */
        static <V> Sharing<V> alike(Function<V, Object> trait) {
            return new Sharing<>(Extent.SOME, trait);
        }
    }

    /** The key, below {@code sweep}, in kebab-case. */
    public final String name() {
        return name;
    }

    /** Whether tasks that differ under this key alone are runs of one cell. */
    public final boolean isSeed() {
        return this instanceof OfSeeds;
    }

    /** Whether each task has a value under this key. */
    boolean isRequired() {
        return true;
    }

    /** What a task has when a configuration is silent; null if there is no such value. */
    final V defaultValue() {
        return defaultValue;
    }

    /** Which values may be in one pack. */
    final Sharing<V> sharing() {
        return sharing;
    }

    /** The index of this axis in {@link ConfigurationKeys#ALL}. */
    final int position() {
        return position;
    }

    final void setPosition(int newPosition) {
        position = newPosition;
    }

    @Override
    public final String toString() {
        return name;
    }

    /** An axis of components of a catalogue. Its key is the catalogue's role. */
    static final class OfComponents<V> extends Axis<V> {
        private final Catalog<V> catalog;

        OfComponents(Catalog<V> catalog, Sharing<V> sharing) {
            super(catalog.role(), catalog.defaultComponent().orElse(null), sharing);
            this.catalog = catalog;
        }

        Catalog<V> catalog() {
            return catalog;
        }
    }

    /**
     * An axis of scalars.
     *
     * @param <P> the scalars as a configuration and the tables have them
     * @param <V> what they stand for in a task
     */
    static final class OfScalars<P, V> extends Axis<V> {
        private final Parameter<P> parameter;
        private final Function<P, V> value;
        private final Function<V, P> scalar;

        /**
         * Declares an axis.
         *
         * @param value what a scalar stands for
         * @param scalar the scalar that stands for a value
         */
        OfScalars(Parameter<P> parameter, Function<P, V> value, Function<V, P> scalar, Sharing<V> sharing) {
            super(
                    parameter.name(),
                    Optional.ofNullable(parameter.defaultValue()).map(value).orElse(null),
                    sharing);
            this.parameter = parameter;
            this.value = value;
            this.scalar = scalar;
        }

        /** An axis of scalars that stand for themselves. */
        static <V> OfScalars<V, V> of(Parameter<V> parameter, Sharing<V> sharing) {
            return new OfScalars<>(parameter, Function.identity(), Function.identity(), sharing);
        }

        Parameter<P> parameter() {
            return parameter;
        }

        V value(P of) {
            return value.apply(of);
        }

        P scalar(V of) {
            return scalar.apply(of);
        }
    }

    /** An axis of seeds: its values are ranges, however many seeds they hold, and any seeds may share a pack. */
    static final class OfSeeds extends Axis<Long> {
        private final Parameter<Long> parameter;
        private final boolean isRequired;

        /**
         * Declares an axis.
         *
         * @param isRequired whether each task has a seed under this key
         */
        OfSeeds(Parameter<Long> parameter, boolean isRequired) {
            super(parameter.name(), null, Sharing.any());
            this.parameter = parameter;
            this.isRequired = isRequired;
        }

        Parameter<Long> parameter() {
            return parameter;
        }

        @Override
        boolean isRequired() {
            return isRequired;
        }
    }
}
