package io.gradflow.store.lock;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * The process that writes into a store.
 *
 * @param host name of the machine
 * @param pid the operating system's number of the process
 * @param since when the process took the lock, in UTC, as ISO 8601
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LockHolder(String host, long pid, String since) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LockHolder UNKNOWN = new LockHolder("?", 0, "?");

    /** The start of a process is counted from that of the machine, and drifts from the clock. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    /** This process, which takes a lock now. */
    public static LockHolder self() {
        return new LockHolder(
                thisHost(),
                ProcessHandle.current().pid(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Reads what a holder has written. The holder is unknown while it has taken the lock and not written yet. */
    static LockHolder parse(String json) {
        try {
            var holder = JSON.readValue(json, LockHolder.class);
            return holder == null || holder.host == null || holder.since == null ? UNKNOWN : holder;
        } catch (JsonProcessingException e) {
            return UNKNOWN;
        }
    }

    /** A line of JSON, for {@link #parse}. */
    public String json() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether the process lives, or is on another machine, where only that machine can tell. A process that began later
     * than the lock was taken has but the number of the holder.
     */
    public boolean mayBeAlive() {
        if (equals(UNKNOWN)) {
            return false;
        }
        return !host.equals(thisHost())
                || ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> process.info()
                                .startInstant()
                                .map(start -> start.minus(CLOCK_TOLERANCE).isBefore(sinceInstant()))
                                .orElse(true))
                        .isPresent();
    }

    private Instant sinceInstant() {
        try {
            return Instant.parse(since);
        } catch (DateTimeParseException e) {
            return Instant.MAX;
        }
    }

    @Override
    public String toString() {
        if (equals(UNKNOWN)) {
            return "a process that has only just begun";
        }
        return "process " + pid + " on " + host + ", since " + since;
    }
}
