package io.gradflow.cli.compare;

import io.gradflow.comparison.Family;
import io.gradflow.comparison.FamilyOfTests;
import io.gradflow.comparison.TestedPair;
import io.gradflow.stats.family.Adjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What must be known of a family of tests before a p-value is read.
 *
 * @param tests the family
 * @param seedName the key whose values are independent
 */
public record FamilyNotes(FamilyOfTests<? extends TestedPair> tests, String seedName) {
    static final String OF_ONE_GROUP = "One group: there is nothing to compare it with.";

    private static final double LEAST_TOLD = 1e-300;

    /** How many pairs of groups a note names. */
    private static final int NAMED_PAIRS = 3;

    /** The column with adjusted p-values. */
    static String adjustedColumn(Adjustment adjustment) {
        return adjustment == Adjustment.HOLM ? "p_holm DOUBLE" : "p_bh DOUBLE";
    }

    /** What intervals of differences hold for. */
    public static String ofIntervals(boolean isSimultaneous) {
        return isSimultaneous
                ? "The intervals of differences hold together at their level (Bonferroni)."
                : "Each interval of a difference is for that pair alone, not adjusted for the others.";
    }

    /** The notes, a line each. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        var apart = tests.apart();
        if (!apart.isEmpty()) {
            lines.add(apart.size() + (apart.size() == 1 ? " pair of groups is" : " pairs of groups are")
                    + " not tested, since the runs that count share no " + seedName + ": "
                    + apart.stream()
                            .limit(NAMED_PAIRS)
                            .map(pair -> String.join(" and ", pair.labels()))
                            .collect(Collectors.joining("; "))
                    + (apart.size() > NAMED_PAIRS ? "; ..." : "."));
        }
        if (tests.family().tests() > 0) {
            addFamily(lines, tests.family());
        }
        return lines;
    }

    private String seeds(long count) {
        return count == 1 ? seedName : seedName + "s";
    }

    private void addFamily(List<String> lines, Family family) {
        lines.add(String.format(
                Locale.ROOT,
                "%d %s, adjusted by %s: the smallest p must be at most %.3g for a level of %s.",
                family.tests(),
                family.tests() == 1 ? "pair" : "pairs",
                family.adjustment() == Adjustment.HOLM ? "Holm" : "Benjamini and Hochberg",
                family.needed(),
                family.alpha()));
        String floor = String.format(
                Locale.ROOT,
                "%d %s give no p below %.3g by design",
                family.mostPairs(),
                seeds(family.mostPairs()),
                // That of thousands of seeds is below every double, and would be printed as 0.
                Math.max(family.byDesign(), LEAST_TOLD));
        if (family.canPassByData()) {
            lines.add(floor + ", which is enough.");
        } else if (family.canPassByDesign()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s, but in no pair differ enough of them: their least p is %.3g. No pair can pass.",
                    floor,
                    family.byData()));
        } else if (family.mostPairs() < family.pairsNeeded()) {
            lines.add(floor + ": no pair can pass, whatever the data. " + family.pairsNeeded() + " "
                    + seeds(family.pairsNeeded()) + " could.");
        } else {
            lines.add(String.format(
                    Locale.ROOT,
                    "Random signs give no p below %.3g: no pair can pass. Fewer groups, or a --baseline, ask less.",
                    family.byDesign()));
        }
    }
}
