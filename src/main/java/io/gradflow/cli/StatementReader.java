package io.gradflow.cli;

import io.gradflow.query.Statements;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** The statements of a text that arrives bit by bit. Each is there as soon as its semicolon is, the last at the end. */
final class StatementReader {
    private final Reader in;
    private final char[] arrived = new char[1 << 16];
    private final Queue<String> ready = new ArrayDeque<>();

    /** What has arrived of a statement that has not ended. */
    private String begun = "";

    private boolean isAtEnd;
    private int number;

    StatementReader(Reader in) {
        this.in = in;
    }

    /** Waits for the next statement; empty if there is no other. */
    Optional<String> next() throws IOException {
        while (ready.isEmpty() && !isAtEnd) {
            int length = in.read(arrived);
            if (length >= 0) {
                add(String.valueOf(arrived, 0, length));
            } else {
                isAtEnd = true;
                if (Statements.isStatement(begun)) {
                    ready.add(begun);
                }
                begun = "";
            }
        }
        var next = Optional.ofNullable(ready.poll());
        number += next.isPresent() ? 1 : 0;
        return next;
    }

    private void add(String text) {
        begun += text;
        if (text.indexOf(';') >= 0) {
            var statements = Statements.in(begun);
            ready.addAll(statements.ended());
            begun = statements.rest();
        }
    }

    /** The number of the statement that was returned last, from 1. */
    int number() {
        return number;
    }

    /** Whether the statement that was returned last is known to be one of several. */
    boolean hasSeveral() {
        return number > 1 || !ready.isEmpty() || Statements.isStatement(begun);
    }
}
