package io.gradflow.cli.figure.census;

import java.util.Collection;

/**
 * How many runs a series is of, over all panels.
 *
 * @param least the fewest finite runs of a panel
 * @param most the most
 * @param leastRuns the fewest runs of a panel
 * @param mostRuns the most
 */
public record RunCount(long least, long most, long leastRuns, long mostRuns) {
    public static RunCount of(Collection<CensusGroup> panels) {
        var finite = panels.stream().mapToLong(CensusGroup::finite).summaryStatistics();
        var runs = panels.stream().mapToLong(CensusGroup::runs).summaryStatistics();
        return new RunCount(finite.getMin(), finite.getMax(), runs.getMin(), runs.getMax());
    }

    /** Such as {@code n = 10}, {@code n = 8 of 10}, {@code n = 6 to 10 of 10}. */
    public String text() {
        boolean isWhole = least == leastRuns && most == mostRuns;
        return "n = " + range(least, most) + (isWhole ? "" : " of " + range(leastRuns, mostRuns));
    }

    private static String range(long from, long to) {
        return from == to ? Long.toString(from) : from + " to " + to;
    }
}
