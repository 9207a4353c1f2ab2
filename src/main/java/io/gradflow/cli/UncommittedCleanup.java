package io.gradflow.cli;

import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.lock.StoreLock;
import java.io.IOException;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Removes from a store what was not committed when work on it ends early. When the JVM is told to end, by control-C
 * or by a signal, this happens after Spark has stopped. When the work throws, it happens at once.
 */
final class UncommittedCleanup {
    /** Hooks of higher priority run first. Spark stops at 40, and Hadoop closes its file systems at 10. */
    private static final int PRIORITY_AFTER_SPARK = 20;

    private static final ShutdownHookManager HOOKS = ShutdownHookManager.get();

    private UncommittedCleanup() {}

    /** Work that writes into a store. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws StoreException, IOException;
    }

    /**
     * Releases a store's lock. When the JVM is told to end, this is left to the cleaning, or to the end of the process:
     * another that took the lock now would be disturbed by the cleaning.
     */
    static void release(StoreLock lock) {
        if (!HOOKS.isShutdownInProgress()) {
            lock.close();
        }
    }

    /**
     * Does some work and cleans up if it ends early.
     *
     * @param lock of the store, which is released by {@link #release}, or after the cleaning when the JVM is to end
     * @param hint tells whoever interrupts the work how to go on
     */
    static <T> T guard(Store store, StoreLock lock, String hint, Work<T> work) throws StoreException, IOException {
        Runnable hook = () -> {
            try (lock) {
                store.abandonUncommittedAndEnd();
                ErrorReporter.warn("interrupted; rows that are committed stay in " + store.name() + "; " + hint);
            } catch (StoreException e) {
                ErrorReporter.warn("interrupted; " + e.getMessage());
            }
        };
        HOOKS.addShutdownHook(hook, PRIORITY_AFTER_SPARK);
        try {
            return work.run();
        } catch (Throwable e) {
            if (!HOOKS.isShutdownInProgress()) {
                try {
                    store.abandonUncommitted();
                } catch (StoreException uncleaned) {
                    e.addSuppressed(uncleaned);
                }
            }
            throw e;
        } finally {
            if (!HOOKS.isShutdownInProgress()) {
                HOOKS.removeShutdownHook(hook);
            }
        }
    }
}
