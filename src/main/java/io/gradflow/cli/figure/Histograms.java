package io.gradflow.cli.figure;

import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Mark;
import io.gradflow.query.figure.DrawnRows;
import io.gradflow.query.figure.HistogramQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** How many runs of each group have which number at their last epoch, in bins that all groups share. */
final class Histograms {
    private static final int LEAST_BINS = 5;
    private static final int MOST_BINS = 60;

    private Histograms() {}

    static Figure figure(Request request, Answers answers) throws Exception {
        String metric = request.metrics().get(0);
        var census = answers.census(request);
        var groups = new Groups(
                request.by(),
                request.facets(),
                census.stream().map(CensusGroup::values).toList(),
                Groups.MOST_SERIES);
        var assembly = new Assembly(request, groups);
        assembly.legend(groups.legend(census));
        var query = query(request, census, answers.drawn(request));
        var heights = new LinkedHashMap<List<Object>, double[]>();
        for (var row : answers.ofLastRows(query.sql())) {
            int bin = row.<Integer>getAs(HistogramQuery.BIN);
            heights.computeIfAbsent(CensusGroup.values(row, request.keys().size()), values -> new double[query.bins()])[
                            bin] =
                    row.<Long>getAs(HistogramQuery.RUNS);
        }
        heights.forEach((values, bins) -> {
            if (groups.has(values)) {
                assembly.add(
                        0,
                        groups.panelOf(values).getAsInt(),
                        bars(groups.seriesOf(values).getAsInt(), query, bins));
            }
        });
        assembly.note(String.format(
                Locale.ROOT, "%d bins of width %.3g, of runs at their last epochs.", query.bins(), query.width()));
        assembly.note(Cut.runs(request.x(), inNoBin(census, groups, heights)));
        assembly.noteLost(List.of(census), "they are in no bin.");
        return assembly.figure(
                metric + " at the last epoch, by " + Assembly.names(request.by()),
                Axes.numbers(request.caption(metric).brief(), "", request.x()),
                List.of(Axes.numbers("runs in a bin", "", request.y())));
    }

    /** How many runs of the groups that are drawn have a number beyond all bins. */
    private static long inNoBin(List<CensusGroup> census, Groups groups, Map<List<Object>, double[]> heights) {
        long finite = census.stream()
                .filter(group -> groups.has(group.values()))
                .mapToLong(CensusGroup::finite)
                .sum();
        double inBins = heights.entrySet().stream()
                .filter(group -> groups.has(group.getKey()))
                .flatMapToDouble(group -> DoubleStream.of(group.getValue()))
                .sum();
        return finite - (long) inBins;
    }

    private static HistogramQuery query(Request request, List<CensusGroup> census, DrawnRows rows) {
        String value = request.value(request.metrics().get(0));
        double low = census.stream()
                .mapToDouble(CensusGroup::least)
                .filter(Double::isFinite)
                .min()
                .orElse(0);
        double high = census.stream()
                .mapToDouble(CensusGroup::most)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        low = Double.isNaN(request.x().least())
                ? low
                : Math.max(low, request.x().least());
        high = Double.isNaN(request.x().most())
                ? high
                : Math.min(high, request.x().most());
        if (low > high) {
            // All numbers are beyond the ends that were asked for.
            double first = Double.isNaN(request.x().least()) ? high - 1 : low;
            return new HistogramQuery(rows, value, first, 1.0 / LEAST_BINS, LEAST_BINS);
        }
        if (low == high) {
            // One number, which is in the middle of a bin.
            double half = low == 0 ? 0.5 : Math.abs(low) / 20;
            return new HistogramQuery(rows, value, low - half * LEAST_BINS, 2 * half, LEAST_BINS);
        }
        long most = census.stream().mapToLong(CensusGroup::finite).max().orElse(0);
        // Twice the cube root, as Rice's rule has it.
        int bins = (int) Math.min(MOST_BINS, Math.max(LEAST_BINS, Math.ceil(2 * Math.cbrt((double) most))));
        return new HistogramQuery(rows, value, low, (high - low) / bins, bins);
    }

    private static Mark bars(int series, HistogramQuery query, double[] heights) {
        double[] low = new double[heights.length];
        double[] high = new double[heights.length];
        for (int i = 0; i < heights.length; i++) {
            low[i] = query.low() + i * query.width();
            high[i] = query.low() + (i + 1) * query.width();
        }
        return new Mark.Bars(series, low, high, heights);
    }
}
