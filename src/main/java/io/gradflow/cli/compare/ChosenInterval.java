package io.gradflow.cli.compare;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.Settings.IntervalMethod;
import io.gradflow.comparison.share.DifferenceInterval;
import java.util.Locale;

/** An interval of differences, as {@code --interval} names it. */
public enum ChosenInterval {
    EXACT,
    BCA,
    NEWCOMBE,
    TANGO;

    /**
     * For differences of means.
     *
     * @param chosen null for the default
     */
    public static IntervalMethod ofMeans(ChosenInterval chosen) throws UsageException {
        if (chosen == null) {
            return IntervalMethod.EXACT;
        }
        return switch (chosen) {
            case EXACT -> IntervalMethod.EXACT;
            case BCA -> IntervalMethod.BCA;
            case NEWCOMBE, TANGO -> throw new UsageException(chosen.option() + " is of shares, must be exact or bca");
        };
    }

    /**
     * For differences of shares.
     *
     * @param chosen null for the default
     */
    public static DifferenceInterval ofShares(ChosenInterval chosen) throws UsageException {
        if (chosen == null) {
            return DifferenceInterval.NEWCOMBE;
        }
        return switch (chosen) {
            case NEWCOMBE -> DifferenceInterval.NEWCOMBE;
            case TANGO -> DifferenceInterval.TANGO;
            case EXACT, BCA ->
                throw new UsageException(chosen.option() + " is of means, must be newcombe or tango with --share");
        };
    }

    private String option() {
        return "--interval " + name().toLowerCase(Locale.ROOT);
    }
}
