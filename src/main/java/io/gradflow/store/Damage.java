package io.gradflow.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A difference between a file and what was committed.
 *
 * @param path of the file, without scheme and host
 * @param problem what is wrong with the file
 */
public record Damage(String path, String problem) implements Serializable {

    /**
     * Reads all bytes of a file and compares them with what was committed; empty if nothing differs.
     *
     * @throws IOException if the file cannot be read, which says nothing about its bytes
     */
    public static Optional<Damage> of(CommittedFile committed, Path path, Configuration hadoop) throws IOException {
        String name = path.toUri().getPath();
        return problem(committed, path, hadoop).map(problem -> new Damage(name, problem));
    }

    private static Optional<String> problem(CommittedFile committed, Path path, Configuration hadoop)
            throws IOException {
        var system = path.getFileSystem(hadoop);
        var status = StoreFiles.status(system, path);
        if (status == null) {
            return Optional.of("missing");
        }
        if (status.getLen() != committed.bytes()) {
            return Optional.of("torn: has " + status.getLen() + " bytes, was committed with " + committed.bytes());
        }
        try {
            if (!CommittedFile.sha256(path, hadoop).equals(committed.sha256())) {
                return Optional.of("changed: other bytes than were committed");
            }
            // What it says otherwise than the manifest is no damage, but a Misstatement.
            committed.asInFooter(status, hadoop);
            return Optional.empty();
        } catch (FileNotFoundException e) {
            // Java throws this, too, for a file that may not be read.
            if (StoreFiles.status(system, path) == null) {
                return Optional.of("missing");
            }
            throw e;
        } catch (RuntimeException e) {
            return Optional.of("no whole Parquet file, though of the bytes that were committed: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return path + ": " + problem;
    }
}
