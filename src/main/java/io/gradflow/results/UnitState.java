package io.gradflow.results;

import io.gradflow.catalog.ValueType;
import io.gradflow.results.Column.Scalar;
import java.util.List;
import java.util.Locale;

/** What a hidden unit may be at an epoch: the same at every training sample. NaN is none of what a state asks for. */
public enum UnitState {
    /** phi' is 0 at every training sample, so no sample changes the weights into the unit. */
    DEAD,
    /** |phi'| is below 1e-3 at every training sample. Each unit that is dead is silent, too. */
    SILENT,
    /** z is in the activation's limit region at every training sample; unknown without such a region. */
    SATURATED;

    private final String column = name().toLowerCase(Locale.ROOT);

    /** The bit that stands for the state in a set of states. */
    @SuppressWarnings("EnumOrdinal") // sets that are never stored
    public byte bit() {
        return (byte) (1 << ordinal());
    }

    /** The columns of a state in the life of a unit, in the order of {@link UnitLife.StateLife#values}. */
    List<Scalar> columns() {
        return List.of(
                new Scalar(column, ValueType.FLAG, true),
                new Scalar(column + "_first_epoch", ValueType.INTEGER, true),
                new Scalar(column + "_last_epoch", ValueType.INTEGER, true),
                new Scalar(column + "_revived", ValueType.INTEGER, true),
                new Scalar("born_" + column, ValueType.FLAG, true));
    }
}
