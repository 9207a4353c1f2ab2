package io.gradflow.store;

import java.io.IOException;

/** A process does not see what another one of the same run sees in the store. Nothing is known to be damaged. */
public final class UnseenStoreException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * An exception with a message of one line.
     *
     * @param who the process, such as {@code executor 1 on 10.0.0.7}
     * @param what it does not see, and how it differs from what others see
     */
    public UnseenStoreException(String who, String what) {
        super(who + " cannot see the store: " + what
                + "; a store must be a path at which the driver and all executors see the same files");
    }
}
