package io.gradflow.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jline.utils.Signals;

/** A program in which people read long texts, such as less. */
public final class Pager {
    /** Cuts long lines, which can be moved sideways, and leaves the text on the screen. */
    private static final String USUAL = "less -SFRX";

    /** What people set that want no pager. */
    private static final Set<String> NONE = Set.of("", "cat");

    private static final String INTERRUPT = "INT";

    private final String command;

    private Pager(String command) {
        this.command = command;
    }

    /**
     * The pager that the user has set in the environment, or the usual one; empty if none is wanted, it is not there,
     * or the terminal cannot do what pagers need.
     */
    public static Optional<Pager> ofUser(Map<String, String> environment) {
        boolean isDumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        String command = environment.getOrDefault("PAGER", isDumb ? "" : USUAL).strip();
        return NONE.contains(command) || !isThere(program(command), environment.getOrDefault("PATH", ""))
                ? Optional.empty()
                : Optional.of(new Pager(command));
    }

    private static String program(String command) {
        return command.split("\\s", 2)[0];
    }

    private static boolean isThere(String program, String path) {
        return program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : Arrays.stream(path.split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * Shows a text and waits until the user has seen enough of it.
     *
     * @return false if the program does not start, and nothing was shown
     */
    boolean show(byte[] text) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(List.of("/bin/sh", "-c", "exec " + command))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            return false;
        }
        // The terminal interrupts all programs in it, but control-C is for the pager.
        var previous = Signals.register(INTERRUPT, () -> {});
        try {
            try (var in = process.getOutputStream()) {
                in.write(text);
            } catch (IOException e) {
                // The user has seen enough before the pager had it all.
            }
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        } finally {
            Signals.unregister(INTERRUPT, previous);
        }
        return true;
    }
}
