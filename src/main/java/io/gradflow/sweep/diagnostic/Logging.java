package io.gradflow.sweep.diagnostic;

import java.io.Serializable;
import java.util.Objects;

/**
 * Which epochs of a training give a row, and what is measured for it. It changes none of the numbers.
 *
 * @param every the epochs divisible by it give a row, and so does each task's last
 */
public record Logging(int every, DiagnosticGroups groups) implements Serializable {
    private static final long serialVersionUID = 1;

    public Logging {
        Objects.requireNonNull(groups, "groups");
        if (every < 1) {
            throw new IllegalArgumentException("log-every must be 1 or more, not " + every);
        }
    }

    /** Rows with the default groups. */
    public static Logging every(int every) {
        return new Logging(every, DiagnosticGroups.DEFAULT);
    }

    /** Whether an epoch gives a row if the task does not diverge there. */
    public boolean isLogged(int epoch, int epochs) {
        return epoch == epochs || epoch % every == 0;
    }

    /** How many rows a task of that many epochs gives if it does not diverge. */
    public long rows(int epochs) {
        return epochs / every + 1L + (epochs % every == 0 ? 0 : 1);
    }
}
