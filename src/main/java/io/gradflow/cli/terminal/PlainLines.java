package io.gradflow.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines as a terminal gives them that cannot move its cursor. */
final class PlainLines implements LineSource {
    private final BufferedReader in;
    private final PrintStream out;

    /** The lines of a statement that has not ended. Guarded by this object, since a signal may drop them. */
    private String typed = "";

    PlainLines(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    @Override
    public Optional<String> read() {
        begin();
        try {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                String text = add(line);
                if (TypedText.of(text).hasEnded()) {
                    return Optional.of(text);
                }
                ask(CONTINUED);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void drop() {
        out.println();
        begin();
    }

    private synchronized void begin() {
        typed = "";
        ask(FIRST);
    }

    private synchronized String add(String line) {
        typed += line + "\n";
        return typed;
    }

    private void ask(String prompt) {
        out.print(prompt);
        out.flush();
    }
}
