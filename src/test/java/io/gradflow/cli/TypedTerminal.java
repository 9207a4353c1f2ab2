package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** A terminal within this JVM. A test types, and waits for what it shows. */
final class TypedTerminal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final LineDisciplineTerminal terminal;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** How much of the output has been waited for. */
    private int seen;

    TypedTerminal(String type) throws IOException {
        terminal = new LineDisciplineTerminal(
                "test",
                type,
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        show(b);
                    }
                },
                StandardCharsets.UTF_8);
    }

    private synchronized void show(int b) {
        bytes.write(b);
        notifyAll();
    }

    Terminal terminal() {
        return terminal;
    }

    void type(String text) throws IOException {
        terminal.processInputBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for a text after what was waited for before, and returns all up to its end. */
    synchronized String await(String text) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            String shown = bytes.toString(StandardCharsets.UTF_8);
            int found = shown.indexOf(text, seen);
            if (found >= 0) {
                String awaited = shown.substring(seen, found + text.length());
                seen = found + text.length();
                return awaited;
            }
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                fail("'" + text + "' was not shown; after what was waited for there is:\n" + shown.substring(seen));
            }
            wait(left);
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
