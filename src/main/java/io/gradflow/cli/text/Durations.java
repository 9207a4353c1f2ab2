package io.gradflow.cli.text;

import java.time.Duration;

/** Writes durations for people. */
public final class Durations {
    private Durations() {}

    /** A duration in words, such as {@code 8 s}, {@code 3 min 20 s} or {@code 2 h 5 min}. */
    public static String words(Duration duration) {
        long seconds = duration.plusMillis(500).toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
