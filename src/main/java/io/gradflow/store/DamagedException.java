package io.gradflow.store;

import java.io.IOException;

/** A file or folder of a store is not what gradflow has written. The message begins with its path. */
final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean mendable;

    /** Something that must not be used, such as a link that leads out of the store. */
    DamagedException(String message) {
        this(message, false, null);
    }

    private DamagedException(String message, boolean mendable, Throwable cause) {
        super(message, cause);
        this.mendable = mendable;
    }

    /** A note is gone or cannot be read, so that it must be written anew. */
    static DamagedException ofNote(String message, Throwable cause) {
        return new DamagedException(message, true, cause);
    }

    /** Whether this may be the description or a manifest, which can be written anew from the files. */
    boolean isMendable() {
        return mendable;
    }
}
