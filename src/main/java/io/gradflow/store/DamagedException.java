package io.gradflow.store;

import java.io.IOException;

/** A file or folder of a store is not what gradflow has written. The message begins with its path. */
final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
        super(message);
    }

    DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
