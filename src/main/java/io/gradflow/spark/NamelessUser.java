package io.gradflow.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * A user whom the operating system knows by number alone, as containers often have them. Hadoop asks for the user's
 * name and fails when there is none. So it gets the number for a name, unless the user has told it another.
 */
final class NamelessUser {
    /** What Java calls such a user. */
    private static final String UNKNOWN = "?";

    private NamelessUser() {}

    /** Whether this is such a user. */
    static boolean isThis() {
        return System.getProperty("user.name", UNKNOWN).equals(UNKNOWN);
    }

    /** Must be called before Hadoop is first used. */
    static void nameIfNeeded() {
        if (!isThis() || UserGroupInformation.isSecurityEnabled()) {
            return;
        }
        String told = System.getenv("HADOOP_USER_NAME");
        String name = told == null || told.isEmpty() ? number() : told;
        UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
    }

    /** The owner of a new file, since Java's own UnixSystem takes a user without a name for root. */
    private static String number() {
        try {
            var file = Files.createTempFile("gradflow", null);
            try {
                return Files.getAttribute(file, "unix:uid").toString();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
