package io.gradflow.cli;

import io.gradflow.spark.reading.FileChecks;
import io.gradflow.store.Damage;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** What a run does first: it takes what is damaged out of the store, so that it is trained again. */
final class Repair {
    private Repair() {}

    /** Checks all files, says what it found, and leaves the waves that are whole. */
    static List<Wave> of(Store store, SparkSession spark) throws StoreException {
        var waves = store.waves();
        var damages = FileChecks.check(spark, waves);
        store.foreign().forEach(path -> System.err.println("gradflow: foreign, left alone: " + path));
        if (damages.isEmpty()) {
            return waves;
        }
        damages.forEach(damage -> System.err.println("gradflow: damaged, to be trained again: " + damage));
        store.setAside(waves, damages.stream().map(Damage::path).collect(Collectors.toSet()));
        return store.waves();
    }
}
