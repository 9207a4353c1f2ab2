package io.gradflow.cli.usage;

/** A mistake of the user that only becomes known while a command runs. The message goes to the user as it is. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    /** A mistake that the message tells in one line. */
    public UsageException(String message) {
        super(message);
    }
}
