package io.gradflow.store.lock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A lock for file systems on which the operating system offers none. It is a file that the holder rewrites from time
 * to time. If the file has not been rewritten for {@link #LEASE}, its holder is taken for dead, and another process
 * may take the lock. A holder that only stood still may go on all the same, so the lock saves two runs from doing the
 * same work, and no more: what becomes of the store must not depend on it.
 *
 * <p>The file holds a random token of its holder. To take over a dead one's lock a process makes another file, with the
 * dead one's token in its name, and only then writes the lock itself. Of several processes one makes that file. If this
 * one dies before it has written the lock, the file is a lock like the first, and is taken over in the same way.
 */
public final class LeaseLock implements StoreLock {
    /** How long a lock lasts that is not renewed. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final int RENEWALS_PER_LEASE = 4;
    private static final int MAX_ATTEMPTS = 10;
    private static final int MAX_BYTES = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "token";

    private final FileSystem files;
    private final Path file;
    private final String token = UUID.randomUUID().toString();
    private final byte[] content;
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "store-lease");
        thread.setDaemon(true);
        return thread;
    });

    private boolean isReleased;
    private IOException lastFailure = new IOException("the lock changes faster than it can be read");

    private LeaseLock(FileSystem files, Path file) {
        this.files = files;
        this.file = file;
        ObjectNode holder = JSON.valueToTree(LockHolder.self());
        content = (holder.put(TOKEN, token) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes the lock. Files whose names are that of the lock and a random identifier are there meanwhile.
     *
     * @throws HeldException if another process holds the lock
     */
    public static LeaseLock acquire(FileSystem files, Path file) throws IOException {
        var lock = new LeaseLock(files, file);
        for (int attempt = 1; !lock.tryToAcquire(); attempt++) {
            if (attempt == MAX_ATTEMPTS) {
                throw lock.lastFailure;
            }
        }
        long period = LEASE.toMillis() / RENEWALS_PER_LEASE;
        var unused = lock.renewal.scheduleAtFixedRate(lock::renew, period, period, TimeUnit.MILLISECONDS);
        return lock;
    }

    /** Takes the lock; false if files came and went meanwhile, so that another attempt is needed. */
    private boolean tryToAcquire() throws IOException {
        try {
            var dead = new ArrayList<Path>();
            var tokens = new ArrayList<String>();
            var link = file;
            while (statusIfThere(files, link) != null) {
                // The content before the time: whoever writes it anew meanwhile makes it young.
                var found = read(link);
                if (isYoung(files.getFileStatus(link), now())) {
                    throw new HeldException(LockHolder.parse(found));
                }
                dead.add(link);
                tokens.add(tokenIn(found));
                link = file.suffix("-" + tokenIn(found));
            }
            if (!create(link)) {
                return false;
            }
            if (!dead.isEmpty()) {
                takeOver(dead, link, tokens.get(0));
            }
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /** Makes a file with the token; false if it cannot be made, and is not there either. */
    private boolean create(Path link) throws IOException {
        try {
            IfAbsent.create(files, link, content);
        } catch (IOException e) {
            if (statusIfThere(files, link) == null) {
                lastFailure = e;
                return false;
            }
            var found = read(link);
            // The answer may have been lost.
            if (!tokenIn(found).equals(token)) {
                throw new HeldException(LockHolder.parse(found));
            }
        }
        return true;
    }

    /**
     * Writes the lock itself, after the last link of the chain of dead holders was made.
     *
     * @param dead the lock and the links before this process's own
     */
    private void takeOver(List<Path> dead, Path own, String deadToken) throws IOException {
        var found = read(file);
        if (!tokenIn(found).equals(deadToken)) {
            // Another process has taken over, and has removed its link already.
            files.delete(own, false);
            throw new HeldException(LockHolder.parse(found));
        }
        write();
        for (var link : dead.subList(1, dead.size())) {
            files.delete(link, false);
        }
        files.delete(own, false);
    }

    /** The present time of the storage's own clock: that of a file that was written just now. */
    private long now() throws IOException {
        var probe = file.suffix("-" + token);
        try (var out = files.create(probe, true)) {
            out.write(content);
        }
        long now = files.getFileStatus(probe).getModificationTime();
        files.delete(probe, false);
        return now;
    }

    /**
     * The process that holds the lock, described for people; empty if there is none. Whoever only looks writes nothing,
     * and so does not know the storage's clock.
     *
     * @param nowMillis about the present time in milliseconds since 1970
     */
    public static Optional<String> holder(FileSystem files, Path file, long nowMillis) throws IOException {
        var status = statusIfThere(files, file);
        return status != null && isYoung(status, nowMillis)
                ? Optional.of(LockHolder.parse(read(files, file)).toString())
                : Optional.empty();
    }

    /** Null if there is no such file. */
    private static FileStatus statusIfThere(FileSystem files, Path file) throws IOException {
        try {
            return files.getFileStatus(file);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private static boolean isYoung(FileStatus status, long nowMillis) {
        return nowMillis - status.getModificationTime() < LEASE.toMillis();
    }

    private String read(Path link) throws IOException {
        return read(files, link);
    }

    private static String read(FileSystem files, Path link) throws IOException {
        try (var in = files.open(link)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }

    /** The token in the content of a lock. Locks of earlier versions have none, and get one that is always the same. */
    private static String tokenIn(String content) {
        try {
            return UUID.fromString(JSON.readTree(content).path(TOKEN).asText()).toString();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
    }

    private void write() throws IOException {
        try (var out = files.create(file, true)) {
            out.write(content);
        }
    }

    @Override
    public synchronized boolean isLost() throws IOException {
        return !isReleased && !isHeld();
    }

    private boolean isHeld() throws IOException {
        return statusIfThere(files, file) != null && tokenIn(read(file)).equals(token);
    }

    /** Makes the lock young again, unless another process has it by now. */
    synchronized void renew() {
        try {
            if (isHeld()) {
                write();
            } else {
                renewal.shutdown();
            }
        } catch (IOException e) {
            // There is time for another renewal before the lease ends.
        }
    }

    @Override
    public synchronized void close() {
        isReleased = true;
        renewal.shutdownNow();
        try {
            if (isHeld()) {
                files.delete(file, false);
            }
        } catch (IOException e) {
            // The lock ends by itself when it is not renewed.
        }
    }
}
