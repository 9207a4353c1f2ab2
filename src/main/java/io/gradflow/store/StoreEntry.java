package io.gradflow.store;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The files and folders directly below a store's folder. Each constant has the name that the entry has on disk and, for
 * the documentation, a description of each kind of file in it. The page {@code store.md} shows these lines.
 *
 * <p>In the patterns {@code N} is a whole number, {@code ID} a random identifier, {@code *} any name and {@code ...}
 * any path.
 */
enum StoreEntry {
    DESCRIPTION(
            "store.json",
            "what the store is: format, numerics, log-every, diagnostics, keys, configurations, versions"),
    EPOCHS(
            "epochs",
            new Content("wave=N/*.parquet", "committed rows"),
            new Content("wave=N/_manifest.json", "the files of the wave: length, rows, tasks by outcome, SHA-256")),
    /** Spark, Hadoop and DuckDB skip names that begin with an underscore. */
    STAGING("_staging", new Content("ID/...", "a wave that is not committed yet")),
    REPLACED(
            "_replaced",
            new Content("wave=N-*", "a file that was found damaged"),
            new Content("store.json", "a description that could not be read"),
            new Content("epochs-ID/...", "the folder epochs as it was before compacting")),
    COMPACTION("_compaction.json", "which folder is about to take the place of `epochs`"),
    REPLACEMENT("_replacement.json", "which committed files are about to be removed"),
    TOKEN("_token.json", "what executors read to prove that they see the store that the driver sees"),
    PROGRESS("_progress.json", "how far the last run is, or was when it ended"),
    LOCK("_lock", "which process writes into the store");

    /** Stands before the name of a file while its next content is being written. */
    private static final String TEMPORARY_PREFIX = "_";

    private static final String JSON = ".json";

    private static final String LINK_PREFIX = "_lock-";
    private static final Pattern IDENTIFIER = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final String fileName;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Content> contents;

    StoreEntry(String fileName, String description) {
        this.fileName = fileName;
        contents = List.of(new Content("", description));
    }

    StoreEntry(String fileName, Content... contents) {
        this.fileName = fileName;
        this.contents = List.of(contents);
    }

    /**
     * One kind of file in an entry.
     *
     * @param pattern of its path within the entry; empty where the entry is that file
     * @param description what it holds
     */
    record Content(String pattern, String description) {}

    String fileName() {
        return fileName;
    }

    List<Content> contents() {
        return contents;
    }

    /** The name of the file that holds the next content of a file until it is complete. */
    static String temporaryName(String fileName) {
        return TEMPORARY_PREFIX + fileName;
    }

    /** The same where other writers may be writing the same file. */
    static String uniqueTemporaryName(String fileName) {
        return temporaryName(fileName) + "-" + UUID.randomUUID();
    }

    /** Whether a file of some name holds the next content of a file. */
    static boolean isTemporaryOf(String fileName, String name) {
        String prefix = temporaryName(fileName);
        return name.equals(prefix)
                || (name.startsWith(prefix + "-") && isIdentifier(name.substring(prefix.length() + 1)));
    }

    /** Whether a file of this name, directly below the store's folder, holds the next content of a note. */
    static boolean isTemporary(String name) {
        // Only files of JSON are written by way of a temporary file.
        return Arrays.stream(values())
                .map(StoreEntry::fileName)
                .anyMatch(fileName -> fileName.endsWith(JSON) && isTemporaryOf(fileName, name));
    }

    /** Whether a file or folder of this name, directly below the store's folder, is gradflow's. */
    static boolean isOwn(String name) {
        return isLink(name)
                || isTemporary(name)
                || Arrays.stream(values()).map(StoreEntry::fileName).anyMatch(name::equals);
    }

    /** Whether a file of this name is there while a lock is taken over from a dead process. */
    static boolean isLink(String name) {
        return name.startsWith(LINK_PREFIX) && isIdentifier(name.substring(LINK_PREFIX.length()));
    }

    /** Whether a text is a random identifier as gradflow writes them. */
    static boolean isIdentifier(String text) {
        return IDENTIFIER.matcher(text).matches();
    }
}
