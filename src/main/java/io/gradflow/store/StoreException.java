package io.gradflow.store;

import io.gradflow.store.lock.HeldException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.FSError;

/** A folder cannot serve as the store that was asked for. The message says which folder, why, and what is allowed. */
public class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    /** Reads or changes files and returns a result. */
    @FunctionalInterface
    interface FileCall<T> {
        T call() throws IOException, StoreException;
    }

    /** Reads or changes files without a result. */
    @FunctionalInterface
    interface FileAction {
        void run() throws IOException, StoreException;
    }

    public StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Calls, and adds the store to the message of an error.
     *
     * @param store as the user named it
     */
    static <T> T telling(String store, FileCall<T> call) throws StoreException {
        try {
            return call.call();
        } catch (IOException | FSError e) {
            throw of(store, e);
        }
    }

    /** The same without a result. */
    static void telling(String store, FileAction action) throws StoreException {
        telling(store, () -> {
            action.run();
            return null;
        });
    }

    /**
     * The error for what went wrong with the files of a store.
     *
     * @param store as the user named it
     */
    static StoreException of(String store, Throwable problem) {
        return new StoreException("store " + store + " " + rest(problem), problem);
    }

    private static String rest(Throwable problem) {
        if (problem instanceof HeldException) {
            return "is being written by another run: " + problem.getMessage() + "; wait for its end, or end it";
        }
        if (problem instanceof DamagedException damage) {
            return "is damaged: " + damage.getMessage() + (damage.isMendable() ? "; " + StorePlace.REBUILD_HINT : "");
        }
        if (problem instanceof AccessDeniedException denied && denied.getReason() == null) {
            // Java's own message is the path alone.
            return "cannot be used: " + denied.getFile() + ": permission denied";
        }
        // Hadoop's error of a local disk that is full says so in its cause.
        var told = problem instanceof FSError && problem.getCause() != null ? problem.getCause() : problem;
        return "cannot be used: " + withoutTrace(String.valueOf(told.getMessage()));
    }

    /** A message in one line, without the stack trace of the server that servers of HDFS put into theirs. */
    public static String withoutTrace(String message) {
        int trace = message.indexOf("\n\tat ");
        return trace < 0 ? message : message.substring(0, trace).replace('\n', ' ');
    }
}
