package io.gradflow.cli;

/** A mistake of the user that only becomes known while a command runs. The message goes to the user as it is. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
