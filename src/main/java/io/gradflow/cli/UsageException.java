package io.gradflow.cli;

/** A mistake of the user that only shows while a command runs. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
