package io.gradflow.results;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The life of a hidden unit: in which states it was at the epochs that were measured.
 *
 * @param layer the number of the unit's layer, from 1
 * @param unit its number within the layer, from 1
 * @param states its life in each {@link UnitState}, in their order
 */
public record UnitLife(int layer, int unit, List<StateLife> states) {
    /** How many values are before those of states. */
    private static final int NUMBERS = 2;

    /** Copies the list. */
    public UnitLife {
        states = List.copyOf(states);
    }

    /**
     * When a unit was in a state. All are null if that is unknown.
     *
     * @param now whether it is at the last measured epoch
     * @param first the first measured epoch at which it was; null if it never was
     * @param last the last measured epoch at which it was; null if it never was
     * @param revived how often it was at a measured epoch, and was no more at the next
     * @param born whether it was at epoch 0
     */
    public record StateLife(Boolean now, Integer first, Integer last, Integer revived, Boolean born) {
        /** Nothing is known of the state. */
        public static final StateLife UNKNOWN = new StateLife(null, null, null, null, null);

        private static final int VALUES = 5;

        private List<Object> values() {
            return Arrays.asList(now, first, last, revived, born);
        }
    }

    /** The values of {@link RowSchema#UNIT_FIELDS}, null where there is none. */
    public List<Object> values() {
        return Stream.concat(Stream.of(layer, unit), states.stream().flatMap(state -> state.values().stream()))
                .toList(); // which takes nulls
    }

    /**
     * The life that has some values.
     *
     * @param valueOf gives the value of a column, by its place in {@link RowSchema#UNIT_FIELDS}
     */
    public static UnitLife of(IntFunction<Object> valueOf) {
        var states = IntStream.range(0, UnitState.values().length)
                .map(state -> NUMBERS + state * StateLife.VALUES)
                .mapToObj(at -> new StateLife(
                        (Boolean) valueOf.apply(at),
                        (Integer) valueOf.apply(at + 1),
                        (Integer) valueOf.apply(at + 2),
                        (Integer) valueOf.apply(at + 3),
                        (Boolean) valueOf.apply(at + 4)))
                .toList();
        return new UnitLife((Integer) valueOf.apply(0), (Integer) valueOf.apply(1), states);
    }
}
