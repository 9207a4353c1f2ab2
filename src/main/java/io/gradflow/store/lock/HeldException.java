package io.gradflow.store.lock;

import java.io.IOException;

/** Another process, or another run in this process, holds a lock. The message describes the holder. */
public final class HeldException extends IOException {
    private static final long serialVersionUID = 1;

    HeldException(LockHolder holder) {
        super(holder.toString());
    }
}
