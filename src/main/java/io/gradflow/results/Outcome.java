package io.gradflow.results;

import java.util.Locale;

/** How a task ended. */
public enum Outcome {
    /** All epochs were trained. */
    COMPLETED,
    /** The training loss, the gradient or a parameter became NaN or infinite. */
    DIVERGED,
    /** The engine threw an exception, so the rows of this task must not be trusted. */
    FAILED;

    /** The value in the column {@code outcome}. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
