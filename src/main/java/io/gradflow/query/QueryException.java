package io.gradflow.query;

/** A query that cannot be run; the message says what is wrong with it, without a stack trace. */
public final class QueryException extends Exception {
    private static final long serialVersionUID = 1;

    QueryException(String message, Throwable cause) {
        super(message, cause);
    }
}
