package io.gradflow.cli;

import io.gradflow.spark.reading.FileChecks;
import io.gradflow.store.Damage;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Removes damaged files from a store before a run, so that the run trains their tasks again. */
final class StoreRepair {
    private StoreRepair() {}

    /** Checks all files, reports what is damaged or foreign, and returns the waves without the damaged files. */
    static List<Wave> setAsideDamaged(Store store, SparkSession spark) throws StoreException, IOException {
        var waves = store.waves();
        var damages = FileChecks.check(spark, waves);
        store.foreignPaths().forEach(path -> ErrorReporter.warn("foreign, left alone: " + path));
        if (damages.isEmpty()) {
            // Remains of compacting are kept until all that took their place is known to be whole.
            store.deleteReplaced();
            return waves;
        }
        damages.forEach(damage -> ErrorReporter.warn("damaged, to be trained again: " + damage));
        if (store.description().configurations().size() > 1) {
            ErrorReporter.warn("this run trains its own sweep again; what these files held of the other sweeps in the"
                    + " store is trained by the runs of those, whose configurations are in store.json");
        }
        store.setAside(waves, damages.stream().map(Damage::path).collect(Collectors.toSet()));
        return store.waves();
    }
}
