package io.gradflow.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What the driver has written into a file of the store, and no other file holds. Whoever reads it at that path sees
 * this very store, and neither an empty folder nor another store at a path of the same name.
 *
 * @param path with the scheme and host of the file system
 * @param content that the file has, beside others perhaps
 */
public record StoreToken(String path, String content) implements Serializable {

    /** So many tokens of others stay, which may be those of dead runs. */
    private static final int MAX_OTHERS = 7;

    /**
     * Writes a token that this process has just made. Where only a lease tells that another writer is dead, the tokens
     * of others stay beside it: a writer that stood still may go on.
     */
    static StoreToken write(StoreFiles files) throws IOException {
        var file = files.path(StoreEntry.TOKEN);
        var token = new StoreToken(file.toString(), UUID.randomUUID().toString());
        var others = token.others(files);
        token.put(
                files,
                Stream.concat(others.stream().skip(Math.max(0, others.size() - MAX_OTHERS)), Stream.of(token.content))
                        .toList());
        return token;
    }

    /** Removes the token from the file, and the file if it has no others. */
    void delete(StoreFiles files) {
        try {
            put(files, others(files));
        } catch (IOException e) {
            // An old token does no harm.
        }
    }

    private void put(StoreFiles files, List<String> tokens) throws IOException {
        var file = files.path(StoreEntry.TOKEN);
        if (tokens.isEmpty()) {
            files.deleteFile(file);
        } else {
            files.put(file, tokens.size() == 1 ? tokens.get(0) : tokens);
        }
    }

    private List<String> others(StoreFiles files) throws IOException {
        if (files.isLocal()) {
            return List.of();
        }
        return tokens(files).stream().filter(other -> !other.equals(content)).toList();
    }

    /** The tokens in a store's file; none if it cannot be read. */
    private static List<String> tokens(StoreFiles files) throws IOException {
        var tokens = new ArrayList<String>();
        try {
            files.readIfThere(files.path(StoreEntry.TOKEN), JsonNode.class).ifPresent(found -> {
                if (found.isArray()) {
                    found.forEach(token -> tokens.add(token.asText()));
                } else {
                    tokens.add(found.asText());
                }
            });
        } catch (DamagedException e) {
            // It is written anew.
        }
        return tokens;
    }

    /** Whether a file holds tokens and nothing else. */
    static boolean isIn(StoreFiles files) throws IOException {
        var tokens = tokens(files);
        return !tokens.isEmpty() && tokens.stream().allMatch(StoreEntry::isIdentifier);
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
        if (!found.contains(content)) {
            throw new UnseenStoreException(who, "its " + StoreFiles.plain(file) + " is that of another run or store");
        }
    }
}
