package io.gradflow.sweep;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Why a file cannot be read as a configuration. */
final class FileRefusal {
    /** Many times what a configuration of the largest grid takes; reading takes a hundred times as much memory. */
    private static final long MAX_BYTES = 32 << 20;

    private static final String DENIED = "this user may not read it";

    private FileRefusal() {}

    /** The reason; empty if nothing speaks against reading the file. */
    static Optional<String> of(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return Optional.of("is not a file");
            }
            if (attributes.size() > MAX_BYTES) {
                return Optional.of("has " + attributes.size() + " bytes, must have at most " + MAX_BYTES);
            }
            // HOCON's parser would put other characters in the place of bytes that are no text.
            Files.readString(file);
            return Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of("is not text in UTF-8");
        } catch (NoSuchFileException e) {
            return Optional.of("no such file");
        } catch (AccessDeniedException e) {
            return Optional.of(DENIED);
        } catch (FileSystemException e) {
            return Optional.of(e.getReason() == null ? e.toString() : e.getReason());
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }
}
