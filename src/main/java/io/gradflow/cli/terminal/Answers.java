package io.gradflow.cli.terminal;

import io.gradflow.query.PrintFormat;
import io.gradflow.query.Query;
import io.gradflow.query.QueryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Prints answers one after the other, with an empty line between them. */
public final class Answers {
    /** Of a table that no pager shows. More would push what is wanted out of the window. */
    private static final int MAX_ROWS = 1000;

    private final PrintStream out;
    private final Optional<Screen> screen;
    private boolean hasOther;

    /**
     * No answers yet.
     *
     * @param screen that {@code out} is shown on; empty if it goes elsewhere, where tables have all rows
     */
    public Answers(PrintStream out, Optional<Screen> screen) {
        this.out = out;
        this.screen = screen;
    }

    /** Runs a query and prints its rows, which then are on their way to their reader. */
    public Answer print(Query query, PrintFormat format) throws QueryException, IOException {
        if (hasOther) {
            out.print('\n');
        }
        hasOther = true;
        var started = System.nanoTime();
        if (screen.isEmpty() || format != PrintFormat.TABLE) {
            return answer(query.print(format, out), started);
        }
        if (screen.get().pager().isEmpty()) {
            return answer(query.atMost(MAX_ROWS).print(format, out), started);
        }
        var text = new ByteArrayOutputStream();
        Answer answer;
        try (var table = new PrintStream(text, false, StandardCharsets.UTF_8)) {
            answer = answer(query.print(format, table), started);
        }
        out.flush();
        screen.get().show(text.toByteArray(), out);
        out.flush();
        return answer;
    }

    private Answer answer(Query.Printed printed, long started) {
        out.flush();
        return new Answer(printed.rows(), printed.isCut(), Duration.ofNanos(System.nanoTime() - started));
    }
}
