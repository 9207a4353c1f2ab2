package io.gradflow.comparison.tuning;

/** The settings of a group have different seeds, so that their means would be of different data. */
public final class UnevenSeedsException extends Exception {
    private static final long serialVersionUID = 1;

    UnevenSeedsException(String message) {
        super(message);
    }
}
