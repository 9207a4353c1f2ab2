package io.gradflow.cli.compare;

import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Row;

/**
 * Which seeds of runs are independent. A run takes its data from {@code data_seed}, and its parameters from {@code
 * init_seed}; each is {@code seed} where it is missing. Runs that share their data are not independent, whatever else
 * they draw. If all have the same data, those with the same initial parameters are not.
 */
final class RunSeeds {
    private static final String RUN = "seed";
    private static final String DATA = "data_seed";
    private static final String INIT = "init_seed";

    private final List<String> columns;
    private final ToLongFunction<Row> independent;
    private final String name;

    /**
     * The seeds of runs.
     *
     * @param columns the names of the rows' first columns
     */
    RunSeeds(List<String> columns, List<Row> rows) {
        this.columns = columns;
        if (varies(rows, this::data)) {
            independent = this::data;
            name = isGiven(rows, DATA) ? DATA : RUN;
        } else if (varies(rows, this::init)) {
            independent = this::init;
            name = isGiven(rows, INIT) ? INIT : RUN;
        } else {
            independent = this::run;
            name = RUN;
        }
    }

    private static boolean varies(List<Row> rows, ToLongFunction<Row> seed) {
        return rows.stream().mapToLong(seed).distinct().limit(2).count() > 1;
    }

    private boolean isGiven(List<Row> rows, String column) {
        return rows.stream().anyMatch(row -> has(row, column));
    }

    private boolean has(Row row, String column) {
        int place = columns.indexOf(column);
        return place >= 0 && !row.isNullAt(place);
    }

    private long value(Row row, String column) {
        return ((Number) row.get(columns.indexOf(column))).longValue();
    }

    private long run(Row row) {
        return has(row, RUN) ? value(row, RUN) : 0;
    }

    private long data(Row row) {
        return has(row, DATA) ? value(row, DATA) : run(row);
    }

    private long init(Row row) {
        return has(row, INIT) ? value(row, INIT) : run(row);
    }

    /** The name of the key whose values are independent. */
    String name() {
        return name;
    }

    /** The independent seed of a run. */
    long independent(Row row) {
        return independent.applyAsLong(row);
    }

    /** The other seeds of a run, in one text. */
    String others(Row row) {
        String init = String.valueOf(init(row));
        // Where both are given, the seed decides on nothing but the order of samples and the like.
        return has(row, DATA) && has(row, INIT) ? init + "/" + run(row) : init;
    }
}
