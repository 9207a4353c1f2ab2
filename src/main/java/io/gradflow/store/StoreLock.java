package io.gradflow.store;

/** The right to write into a store, which one process has at a time. */
public interface StoreLock extends AutoCloseable {

    /** Gives the right back. */
    @Override
    void close();
}
