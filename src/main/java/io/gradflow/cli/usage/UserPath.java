package io.gradflow.cli.usage;

import io.gradflow.cli.text.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Paths as users write them on a command line. */
public final class UserPath {
    private static final Pattern FILE_SYSTEM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
    private static final Pattern COLON_IN_FIRST_NAME = Pattern.compile("[^/]*:.*");

    private static final Pattern SLASHES = Pattern.compile("^//+");
    private static final Pattern PARENT = Pattern.compile("/\\.\\.(/|$)");

    private UserPath() {}

    /** Of a file of this machine. */
    public static final class OfFile implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            return Path.of(withHome(text));
        }
    }

    /** Of a store: a path, or a URI of a file system that Hadoop knows. */
    public static final class OfStore implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            String name = asTheSystemReadsIt(withHome(text));
            if (COLON_IN_FIRST_NAME.matcher(name).matches()
                    && !FILE_SYSTEM.matcher(name).matches()) {
                throw new TypeConversionException("'" + text + "' must be a path, or a file system and a path such as"
                        + " s3a://bucket/store; a folder here with a colon in its name is "
                        + ShellWord.quoted(
                                Path.of("").toAbsolutePath().resolve(name).toString()));
            }
            return name;
        }
    }

    /**
     * A local path that Hadoop reads as the operating system does. Hadoop takes {@code //x} for a host, and {@code
     * link/..} for the folder that has the link, where the system takes the one above what the link leads to.
     */
    private static String asTheSystemReadsIt(String name) {
        String single = SLASHES.matcher(name).replaceFirst("/");
        if (!PARENT.matcher(single).find() || FILE_SYSTEM.matcher(single).matches()) {
            return single;
        }
        var path = Path.of(single);
        var read = path.getRoot() == null ? Path.of("") : path.getRoot();
        for (var part : path) {
            read = part.toString().equals("..") ? parent(read) : read.resolve(part);
        }
        return read.toString();
    }

    private static Path parent(Path folder) {
        try {
            var real = folder.toRealPath();
            boolean isLinked = !real.equals(folder.toAbsolutePath().normalize());
            if (!isLinked) {
                return folder.resolve("..");
            }
            // Above the root is the root.
            return real.getParent() == null ? real : real.getParent();
        } catch (IOException e) {
            // What is not there is no link.
            return folder.resolve("..");
        }
    }

    /** Puts the user's home folder in the place of ~, which a shell leaves alone in {@code --store=~/x}. */
    private static String withHome(String text) {
        if (!text.startsWith("~")) {
            return text;
        }
        if (!text.equals("~") && !text.startsWith("~/")) {
            throw new TypeConversionException("'" + text + "' must be a path, or ~/ and a path in your home folder; a"
                    + " folder or file of that name is ./" + text);
        }
        String home = System.getenv("HOME");
        if (home == null || home.isEmpty()) {
            throw new TypeConversionException("'" + text + "' must be a path without ~: HOME is not set");
        }
        return home + text.substring(1);
    }
}
