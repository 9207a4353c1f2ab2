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

    /** Reads all bytes of a file and compares them with what was committed; empty if nothing differs. */
    public static Optional<Damage> of(CommittedFile committed, Path path, Configuration hadoop) {
        String name = path.toUri().getPath();
        try {
            long bytes = path.getFileSystem(hadoop).getFileStatus(path).getLen();
            if (bytes != committed.bytes()) {
                return Optional.of(
                        new Damage(name, "torn: has " + bytes + " bytes, was committed with " + committed.bytes()));
            }
            var found = CommittedFile.of(path, hadoop);
            if (!found.sha256().equals(committed.sha256())) {
                return Optional.of(new Damage(name, "changed: other bytes than were committed"));
            }
            if (found.rows() != committed.rows()) {
                return Optional.of(new Damage(
                        name, "changed: has " + found.rows() + " rows, was committed with " + committed.rows()));
            }
            return Optional.empty();
        } catch (FileNotFoundException e) {
            return Optional.of(new Damage(name, "missing"));
        } catch (IOException e) {
            return Optional.of(new Damage(name, "unreadable: " + e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return path + ": " + problem;
    }
}
