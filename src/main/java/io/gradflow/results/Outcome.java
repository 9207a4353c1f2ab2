package io.gradflow.results;

import java.util.Locale;

/** How a task ended. */
public enum Outcome {
    /** All epochs were trained. */
    COMPLETED,
    /** Its training loss, gradient or a parameter became NaN or infinite. */
    DIVERGED,
    /** The engine threw: the rows of this task are not to be trusted. */
    FAILED;

    /** The name in the column {@code outcome}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
