package io.gradflow.cli.usage;

import io.gradflow.cli.text.ShellWord;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Paths as users write them on a command line. */
public final class UserPath {
    private static final Pattern FILE_SYSTEM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
    private static final Pattern COLON_IN_FIRST_NAME = Pattern.compile("[^/]*:.*");

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
            String name = withHome(text);
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
