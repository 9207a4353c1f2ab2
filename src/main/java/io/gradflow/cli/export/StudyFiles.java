package io.gradflow.cli.export;

import io.gradflow.cli.output.NewOutput;
import io.gradflow.query.PrintFormat;
import io.gradflow.query.Query;
import io.gradflow.query.QueryException;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.results.Metric;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the study: the rows of each seed, the curves of means and deviations over the seeds, and their last
 * points. Gradients of the weight layers are columns, for as many layers as the deepest network has.
 */
public final class StudyFiles {
    private static final String PER_SEED = "per_seed.csv";
    private static final String SUMMARY = "summary.csv";
    private static final String FINAL = "final.csv";

    /** The study has loss and accuracy of a split together. What it has not follows, of the default groups. */
    private static final List<Metric> METRICS = Stream.concat(
                    Stream.of(Metric.TRAIN_LOSS, Metric.TRAIN_ACC, Metric.TEST_LOSS, Metric.TEST_ACC),
                    Metric.of(DiagnosticGroups.DEFAULT).stream())
            .distinct()
            .toList();

    private final StoreQueries queries;
    private final RowKeys keys;
    private final int layers;
    private final List<MeasuredColumn> measured;

    private StudyFiles(StoreQueries queries) throws StoreException, QueryException {
        this.queries = queries;
        keys = RowKeys.of(queries);
        layers = layers(queries);
        measured = MeasuredColumn.of(METRICS, layers);
    }

    /**
     * Writes all three files, about the same rows.
     *
     * @param place a new folder
     */
    public static void write(StoreQueries queries, Path place) throws Exception {
        try (var folder = NewOutput.folder(place)) {
            queries.keepRows();
            var files = new StudyFiles(queries);
            folder.write(PER_SEED, out -> files.perSeed().print(PrintFormat.CSV, out));
            folder.write(SUMMARY, out -> files.summary().print(PrintFormat.CSV, out));
            folder.write(FINAL, out -> files.last().print(PrintFormat.CSV, out));
            folder.publish();
        }
    }

    private Query perSeed() throws StoreException {
        return queries.query("SELECT " + keys.ofRows() + ", "
                + measured.stream().map(MeasuredColumn::definition).collect(Collectors.joining(", "))
                + " FROM epochs ORDER BY " + keys.ofRows());
    }

    private Query summary() throws StoreException {
        return statistics("curves", keys.ofCurves());
    }

    private Query last() throws StoreException {
        return statistics("cells", keys.ofCells());
    }

    private Query statistics(String view, String order) throws StoreException {
        String columns = measured.stream()
                .map(column -> column.name() + "_mean, " + column.name() + "_std")
                .collect(Collectors.joining(", "));
        return queries.queryWithGradients(
                "SELECT " + order + ", runs AS seeds, " + columns + " FROM " + view + " ORDER BY " + order, layers);
    }

    /** The number of weight layers of the deepest network. Each network has a row for epoch 0. */
    private static int layers(StoreQueries queries) throws StoreException, QueryException {
        return queries.query("SELECT coalesce(max(if(layers IS NULL, 0, size(layers))), 0) FROM epochs WHERE epoch = 0")
                .rows()
                .get(0)
                .getInt(0);
    }
}
