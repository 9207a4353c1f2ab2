package io.gradflow.store.lock;

/** The right to write into a store, which at most one process has at a time. */
public interface StoreLock extends AutoCloseable {

    /** Releases the lock. */
    @Override
    void close();
}
