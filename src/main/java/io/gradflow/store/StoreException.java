package io.gradflow.store;

/** A folder cannot serve as the store that was asked for. The message says which folder, why, and what is allowed. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    public StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
