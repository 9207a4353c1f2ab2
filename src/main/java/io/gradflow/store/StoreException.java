package io.gradflow.store;

/** A folder cannot serve as the store that was asked for. The message says which folder, why, and what is allowed. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    StoreException(String message) {
        super(inOneLine(message));
    }

    StoreException(String message, Throwable cause) {
        super(inOneLine(message), cause);
    }

    /** Messages have names that a stranger may have chosen, with which he could steer a terminal. */
    private static String inOneLine(String message) {
        return message.replaceAll("\\p{Cntrl}", "?");
    }
}
