package io.gradflow.stats.survival;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The runs of a group, counted for each time at which the follow-up of one ended, in ascending order. Immutable. */
public final class RiskTable {
    private final Row[] rows;
    private final int n;

    /**
     * What happened at a time.
     *
     * @param time the time
     * @param atRisk the runs whose follow-up did not end before
     * @param events the events at this time
     * @param competing the competing events at this time
     * @param censored the runs censored at this time
     */
    public record Row(int time, int atRisk, int events, int competing, int censored) {}

    private RiskTable(Row[] rows, int n) {
        this.rows = rows;
        this.n = n;
    }

    /**
     * Counts runs.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static RiskTable of(Collection<FollowUp> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a group needs at least one run");
        }
        var counts = new TreeMap<Integer, Counts>();
        for (FollowUp run : runs) {
            counts.computeIfAbsent(run.time(), time -> new Counts()).add(run.status());
        }
        var rows = new Row[counts.size()];
        int atRisk = runs.size();
        int next = 0;
        for (Map.Entry<Integer, Counts> entry : counts.entrySet()) {
            Counts count = entry.getValue();
            rows[next++] = new Row(entry.getKey(), atRisk, count.events, count.competing, count.censored);
            atRisk -= count.events + count.competing + count.censored;
        }
        return new RiskTable(rows, runs.size());
    }

    /** How many runs. */
    public int n() {
        return n;
    }

    /** How many runs had the event. */
    public int events() {
        int sum = 0;
        for (Row row : rows) {
            sum += row.events;
        }
        return sum;
    }

    /** How many runs had the competing event. */
    public int competing() {
        int sum = 0;
        for (Row row : rows) {
            sum += row.competing;
        }
        return sum;
    }

    /** How many different times there are, at least 1. */
    public int size() {
        return rows.length;
    }

    /** The row of the i-th time, from 0. */
    public Row row(int i) {
        return rows[i];
    }

    /** The index of the last row whose time is at most this, or -1. */
    int indexAt(int time) {
        int low = 0;
        int high = rows.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows[middle].time <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private static final class Counts {
        private int events;
        private int competing;
        private int censored;

        void add(EventStatus status) {
            switch (status) {
                case EVENT -> events++;
                case COMPETING -> competing++;
                case CENSORED -> censored++;
            }
        }
    }
}
