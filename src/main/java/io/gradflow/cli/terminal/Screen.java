package io.gradflow.cli.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * A terminal that texts are shown on.
 *
 * @param lines how many lines it has at the moment; 0 if that is unknown
 * @param pager that shows longer texts; empty if there is none
 */
public record Screen(IntSupplier lines, Optional<Pager> pager) {
    private static final int USUAL_LINES = 24;

    /** Lines that other things than the text need: what was typed, and what follows. */
    private static final int OTHER_LINES = 2;

    /** Shows a text, in a pager if it is too long. */
    void show(byte[] text, PrintStream out) throws IOException {
        int height = lines.getAsInt() > 0 ? lines.getAsInt() : USUAL_LINES;
        long length =
                IntStream.range(0, text.length).filter(i -> text[i] == '\n').count();
        if (length <= height - OTHER_LINES || pager.isEmpty() || !pager.get().show(text)) {
            out.write(text, 0, text.length);
        }
    }
}
