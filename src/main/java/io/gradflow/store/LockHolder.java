package io.gradflow.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The process that writes into a store.
 *
 * @param host name of the machine
 * @param pid the operating system's number of the process
 * @param since when the process took the lock, in UTC, as ISO 8601
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LockHolder(String host, long pid, String since) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LockHolder UNKNOWN = new LockHolder("?", 0, "?");

    /** This process, which takes a lock now. */
    static LockHolder self() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return new LockHolder(
                host,
                ProcessHandle.current().pid(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** Reads what a holder has written. The holder is unknown while it has taken the lock and not written yet. */
    static LockHolder parse(String json) {
        try {
            var holder = JSON.readValue(json, LockHolder.class);
            return holder == null || holder.host == null ? UNKNOWN : holder;
        } catch (JsonProcessingException e) {
            return UNKNOWN;
        }
    }

    String json() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "process " + pid + " on " + host + ", since " + since;
    }

    /** The error for another process that asks for the lock. */
    StoreException refusal(String store) {
        return new StoreException(
                "store " + store + " is being written by another run: " + this + "; wait for its end, or end it");
    }
}
