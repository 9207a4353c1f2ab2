package io.gradflow.store;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A file that the driver has written into the store, with a content that no other file has. Whoever reads that content
 * at that path sees this very store, and neither an empty folder nor another store at a path of the same name.
 *
 * @param path with the scheme and host of the file system
 * @param content of the file
 */
public record StoreToken(String path, String content) implements Serializable {

    /** The token that a file holds, as this process reads it. */
    static StoreToken read(Path file, Configuration hadoop) throws IOException {
        return new StoreToken(file.toString(), content(file, hadoop));
    }

    private static String content(Path file, Configuration hadoop) throws IOException {
        try (var in = file.getFileSystem(hadoop).open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Requires that this process sees the store.
     *
     * @param who this process, for the message
     */
    public void require(String who, Configuration hadoop) throws UnseenStoreException {
        var file = new Path(path);
        String found;
        try {
            found = content(file, hadoop);
        } catch (IOException e) {
            throw new UnseenStoreException(who, "it cannot read " + StoreFiles.plain(file) + ": " + e.getMessage());
        }
        if (!found.equals(content)) {
            throw new UnseenStoreException(who, "its " + StoreFiles.plain(file) + " is that of another run or store");
        }
    }
}
