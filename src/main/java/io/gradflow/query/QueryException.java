package io.gradflow.query;

/** A query that cannot be run. The message says what is wrong with it, in words for the user. */
public final class QueryException extends Exception {
    private static final long serialVersionUID = 1;

    QueryException(String message, Throwable cause) {
        super(message, cause);
    }
}
