package io.gradflow.store.lock;

import java.io.IOException;

/**
 * The right to write into a store, which one process has at a time. Where the operating system offers no locks, a
 * process that stood still may find that another has it by now.
 */
public interface StoreLock extends AutoCloseable {

    /** Whether this process has lost the right, and has not released it. */
    boolean isLost() throws IOException;

    /** Releases the lock. */
    @Override
    void close();
}
