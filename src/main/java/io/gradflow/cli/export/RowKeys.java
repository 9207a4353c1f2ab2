package io.gradflow.cli.export;

import io.gradflow.query.StoreQueries;
import io.gradflow.results.RowSchema;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys with which exported rows begin, and by which they are in order: those of the study, whatever their values,
 * and before them whatever else varies in the store.
 *
 * @param cell the columns that tell cells apart
 * @param seeds the columns that tell the runs of a cell apart
 */
record RowKeys(List<String> cell, List<String> seeds) {
    private static final List<String> OF_CELLS_OF_THE_STUDY = List.of("activation", "init", "scale");

    private static final List<String> SEEDS_OF_THE_STUDY = List.of("seed");

    static RowKeys of(StoreQueries queries) throws StoreException {
        var varying = queries.keysOfSeveralValues().stream()
                .collect(Collectors.partitioningBy(
                        TaskKey::isSeed, Collectors.mapping(TaskKey::column, Collectors.toList())));
        return new RowKeys(
                before(varying.get(false), OF_CELLS_OF_THE_STUDY), before(varying.get(true), SEEDS_OF_THE_STUDY));
    }

    private static List<String> before(List<String> varying, List<String> ofTheStudy) {
        return Stream.concat(varying.stream().filter(key -> !ofTheStudy.contains(key)), ofTheStudy.stream())
                .toList();
    }

    /** The columns that a row of a cell begins with. */
    String ofCells() {
        return String.join(", ", cell);
    }

    /** The columns that a row of a cell at an epoch begins with. */
    String ofCurves() {
        return ofCells() + ", " + RowSchema.EPOCH.name();
    }

    /** The columns that a row of a run at an epoch begins with. */
    String ofRows() {
        return ofCells() + ", " + String.join(", ", seeds) + ", " + RowSchema.EPOCH.name();
    }
}
