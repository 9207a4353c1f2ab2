package io.gradflow.cli;

import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * What happens when the JVM is told to end during a run, by control-C or by kill: Spark stops, then what was not
 * committed is removed.
 */
final class Interruption {
    /** Spark stops at 40, Hadoop closes its file systems at 10; the higher ones come first. */
    private static final int AFTER_SPARK = 20;

    private static final ShutdownHookManager HOOKS = ShutdownHookManager.get();

    private final Runnable hook;

    private Interruption(Runnable hook) {
        this.hook = hook;
    }

    /**
     * Gets ready for the time from here to {@link #end}.
     *
     * @param hint how to go on
     */
    static Interruption during(Store store, String hint) {
        Runnable hook = () -> {
            try {
                store.abandonUncommitted();
                System.err.println(
                        "gradflow: interrupted; rows that are committed stay in " + store.name() + "; " + hint);
            } catch (StoreException e) {
                System.err.println("gradflow: interrupted; " + e.getMessage());
            }
        };
        HOOKS.addShutdownHook(hook, AFTER_SPARK);
        return new Interruption(hook);
    }

    /** Whether the JVM is ending: what goes wrong from then on tells nothing but that. */
    static boolean isUnderWay() {
        return HOOKS.isShutdownInProgress();
    }

    /** The run came to its own end. */
    void end() {
        if (!isUnderWay()) {
            HOOKS.removeShutdownHook(hook);
        }
    }
}
