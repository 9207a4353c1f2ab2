package io.gradflow.store;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A file that has the bytes that were committed, but other counts than its manifest tells: the manifest is wrong, and
 * can be written anew.
 *
 * @param path of the file, without scheme and host
 * @param told what the manifest says of the file
 * @param actual what it should say
 */
public record Misstatement(String path, CommittedFile told, CommittedFile actual) {

    /**
     * Compares what a manifest says of a file with the file's footer; empty if both say the same, and if the file
     * is damaged.
     *
     * @throws IOException if the file cannot be read, which says nothing about its bytes
     */
    public static Optional<Misstatement> of(CommittedFile told, Path path, Configuration hadoop) throws IOException {
        var status = StoreFiles.status(path.getFileSystem(hadoop), path);
        if (status == null || status.getLen() != told.bytes()) {
            return Optional.empty();
        }
        CommittedFile actual;
        try {
            actual = told.asInFooter(status, hadoop);
        } catch (RuntimeException e) {
            // Parquet throws these when the bytes of a file make no sense.
            return Optional.empty();
        }
        return actual.equals(told) || Damage.of(told, path, hadoop).isPresent()
                ? Optional.empty()
                : Optional.of(new Misstatement(path.toUri().getPath(), told, actual));
    }

    @Override
    public String toString() {
        return path + ": the manifest tells of " + words(told) + ", the file of " + words(actual);
    }

    private static String words(CommittedFile file) {
        return String.format(
                Locale.ROOT,
                "%,d rows, %,d completed, %,d diverged and %,d failed tasks",
                file.rows(),
                file.completed(),
                file.diverged(),
                file.failed());
    }
}
