package io.gradflow.cli.report;

import io.gradflow.results.Metric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The condition of a report that names none: what the median cell has at its last epoch, in its median run. */
final class Reached {
    private Reached() {}

    static String by(CellTable table) {
        int place = table.place(table.main());
        double[] medians = table.cells().stream()
                .mapToDouble(cell -> cell.medians().get(place))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (medians.length == 0) {
            return table.main().column() + " <= 0";
        }
        double median = medians[medians.length / 2];
        if (table.main() == Metric.TEST_LOSS) {
            return "test_loss <= " + new BigDecimal(median).round(new MathContext(2, RoundingMode.CEILING));
        }
        double best = medians[medians.length - 1];
        // A cell that learned nothing has the share of the most frequent class.
        double wanted =
                median > table.majority() || !(best > table.majority()) ? median : (best + table.majority()) / 2;
        return "test_acc >= " + new BigDecimal(wanted).setScale(2, RoundingMode.FLOOR);
    }
}
