package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniNativePty;
import org.jline.terminal.impl.jni.JniTerminalProvider;

/** A command that runs in a pseudo-terminal. A test types, and waits for what the screen shows. */
final class PseudoTerminal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final JniNativePty pty;
    private final OutputStream keyboard;
    private final ScreenTerminal screen;
    private final StringBuilder output = new StringBuilder();
    private final Process process;

    private PseudoTerminal(Command command, int columns, int lines) throws IOException {
        pty = (JniNativePty) new JniTerminalProvider().open(new Attributes(), new Size(columns, lines));
        Command.of("stty", "-F", pty.getName(), "sane").run().assertExitCode(0);
        keyboard = pty.getMasterOutput();
        screen = new ScreenTerminal(columns, lines);
        var reader = new Thread(this::show, "screen");
        reader.setDaemon(true);
        reader.start();
        process = command.startIn(Path.of(pty.getName()));
    }

    static PseudoTerminal running(Command command, int columns, int lines) throws IOException {
        return new PseudoTerminal(command.with("TERM", "xterm"), columns, lines);
    }

    /** A terminal that cannot move its cursor, as the command sees it. */
    static PseudoTerminal dumb(Command command) throws IOException {
        return new PseudoTerminal(command.with("TERM", "dumb"), 80, 24);
    }

    private void show() {
        try (Reader in = new InputStreamReader(pty.getMasterInput(), StandardCharsets.UTF_8)) {
            var buffer = new char[1024];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                synchronized (this) {
                    String text = String.valueOf(buffer, 0, length);
                    output.append(text);
                    screen.write(text);
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // The terminal is closed.
        }
    }

    void type(String text) throws IOException {
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Gives the window another size, of which the terminal tells the command. */
    synchronized void resize(int columns, int lines) throws IOException {
        screen.setSize(columns, lines);
        pty.setSize(new Size(columns, lines));
    }

    /** The lines of the screen, without blanks at their ends. */
    synchronized String screen() {
        var lines = new StringBuilder();
        screen.toString()
                .lines()
                .map(String::stripTrailing)
                .forEach(line -> lines.append(line).append('\n'));
        return lines.toString().stripTrailing();
    }

    /** Waits until the screen shows what it should. */
    synchronized void await(String what, Predicate<String> isShown) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!isShown.test(screen())) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                fail("there was never " + what + "; the screen:\n" + screen() + "\nall output:\n" + output);
            }
            wait(Math.min(left, 1000));
        }
    }

    /** Waits until the screen ends with a text, after which the cursor is. */
    void awaitEnd(String text) throws InterruptedException {
        await("'" + text + "' at the end", shown -> shown.endsWith(text));
    }

    /** Waits for the end of the command and returns its exit code. */
    int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS), () -> "does not end:\n" + screen());
        return process.exitValue();
    }

    /** CPU time that the command has used. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    void assertExitCode(int expected) throws InterruptedException {
        assertEquals(expected, exitCode(), this::screen);
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        keyboard.close();
    }
}
