package io.gradflow.sweep.diagnostic;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;

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

    /** Whether an epoch's row has a group if it is not the task's last row. */
    public boolean isDue(DiagnosticGroup group, int epoch) {
        return epoch % every == 0 && groups.isDue(group, epoch);
    }

    /**
     * Whether the updates that follow an epoch are measured: for the epoch's own row, or as the last updates for the
     * row of the next epoch. The last row has no updates.
     */
    public boolean areUpdatesMeasured(int epoch, int epochs) {
        return isDue(DiagnosticGroup.UPDATES, epoch)
                || (epoch + 1 < epochs && isDue(DiagnosticGroup.UPDATES, epoch + 1));
    }

    /** How many rows a task of that many epochs gives if it does not diverge. */
    public long rows(int epochs) {
        return rows(epochs, every);
    }

    private static long rows(int epochs, long every) {
        return epochs / every + 1 + (epochs % every == 0 ? 0 : 1);
    }

    /**
     * Predicts the time of a training of that many epochs over that of the same training with the default groups. A
     * group costs what it costs only in epochs that measure it: logged ones of its own rhythm, and the last. Jacobians
     * are left out, whose time does not grow with the number of samples as that of a training does.
     */
    public double costFactor(int epochs) {
        IntToDoubleFunction share =
                ofGroup -> rows(epochs, leastCommonMultiple(every, ofGroup)) / (double) rows(epochs, 1);
        return groups.without(DiagnosticGroup.JACOBIAN).cost(share) / DiagnosticGroups.DEFAULT.cost(share);
    }

    /** How many rows of a task of that many epochs measure a group, if it does not diverge. */
    public long rows(DiagnosticGroup group, int epochs) {
        return groups.has(group) ? rows(epochs, leastCommonMultiple(every, groups.every(group))) : 0;
    }

    private static long leastCommonMultiple(int a, int b) {
        int divisor = a;
        int rest = b;
        while (rest != 0) {
            int next = divisor % rest;
            divisor = rest;
            rest = next;
        }
        return (long) (a / divisor) * b;
    }
}
