package io.gradflow.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;

/**
 * The border of a store on a local disk. A store may come from a stranger, whose names and symbolic links could point
 * anywhere. The store's own folder may be a link, since its user has named it; nothing below it may lead out of it.
 *
 * @param root the store's folder
 */
record StoreBorder(Path root) {
    private static final Pattern PLAIN_NAME = Pattern.compile("(?!\\.{1,2}$)[^/\\\\:\\p{Cntrl}]+");

    /** Whether a name that was read from a file is that of a child: without separators, scheme and {@code ..}. */
    static boolean isPlainName(String name) {
        return name != null && PLAIN_NAME.matcher(name).matches();
    }

    /**
     * Requires that a path is below the store's folder and stays there when its links are followed.
     *
     * @param path of something that need not exist
     * @throws DamagedException if the path leaves the store, or leads to a pipe, a socket or a device
     */
    void requireInside(Path path) throws IOException {
        if (!path.startsWith(root)) {
            throw new DamagedException(path + " is not in " + root);
        }
        if (!Files.isDirectory(root)) {
            // Whoever uses the path will find out that there is no store.
            return;
        }
        var current = root;
        for (int i = root.getNameCount(); i < path.getNameCount(); i++) {
            current = current.resolve(path.getName(i));
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(current, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                return;
            }
            if (attributes.isSymbolicLink() && !isTargetInside(current)) {
                throw new DamagedException(current + ": a link to " + Files.readSymbolicLink(current)
                        + ", must not lead out of the store");
            }
            if (attributes.isOther()) {
                throw new DamagedException(current + ": a pipe, socket or device, must be a file or folder");
            }
        }
    }

    private boolean isTargetInside(Path link) throws IOException {
        try {
            return link.toRealPath().startsWith(root.toRealPath());
        } catch (NoSuchFileException e) {
            // Whoever writes by way of this link would make the file that it names.
            return false;
        }
    }
}
