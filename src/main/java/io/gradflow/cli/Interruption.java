package io.gradflow.cli;

import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import java.io.IOException;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * What happens when work on a store ends before its time. When the JVM is told to end, by control-C or by kill, Spark
 * stops, then what was not committed is removed; when something fails, it is removed, too.
 */
final class Interruption {
    /** Spark stops at 40, Hadoop closes its file systems at 10; the higher ones come first. */
    private static final int AFTER_SPARK = 20;

    private static final ShutdownHookManager HOOKS = ShutdownHookManager.get();

    private Interruption() {}

    /** Work that writes into a store. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws StoreException, IOException;
    }

    /**
     * Does some work.
     *
     * @param hint how to go on, for whoever interrupts it
     */
    static <T> T guarding(Store store, String hint, Work<T> work) throws StoreException, IOException {
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
        try {
            return work.run();
        } catch (Throwable e) {
            if (!isUnderWay()) {
                store.abandonUncommittedAfter(e);
            }
            throw e;
        } finally {
            if (!isUnderWay()) {
                HOOKS.removeShutdownHook(hook);
            }
        }
    }

    /** Whether the JVM is ending: what goes wrong from then on tells nothing but that. */
    static boolean isUnderWay() {
        return HOOKS.isShutdownInProgress();
    }
}
