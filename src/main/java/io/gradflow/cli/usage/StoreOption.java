package io.gradflow.cli.usage;

import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** The option of all commands that need a store which exists. */
public final class StoreOption {
    @Option(
            names = "--store",
            converter = UserPath.OfStore.class,
            paramLabel = "DIR",
            required = true,
            description = "the store that a run has written")
    private String name;

    /** The store as the user named it. */
    public String name() {
        return name;
    }

    /**
     * Opens the store.
     *
     * @throws StoreException if there is no such store, or if this version cannot read it
     */
    public Store existing(Configuration hadoop) throws StoreException {
        return Store.existing(name, hadoop);
    }
}
