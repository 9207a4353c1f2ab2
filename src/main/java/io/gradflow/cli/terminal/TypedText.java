package io.gradflow.cli.terminal;

import io.gradflow.query.Statements;
import java.util.ArrayList;
import java.util.List;

/**
 * What was typed or pasted at the prompt: statements, which end with a semicolon, and commands, which begin with a
 * backslash and are a line each.
 *
 * @param items statements, without their semicolons, and commands
 * @param rest a statement that has not ended; empty if there is none
 */
record TypedText(List<String> items, String rest) {
    private static final String COMMAND = "\\";

    TypedText {
        items = List.copyOf(items);
    }

    static TypedText of(String text) {
        var items = new ArrayList<String>();
        String left = text.stripLeading();
        while (!left.isEmpty()) {
            int end = isCommand(left)
                    ? left.indexOf('\n')
                    : Statements.endOfFirst(left).orElse(left.length());
            if (end == left.length()) {
                return new TypedText(items, Statements.isStatement(left) ? left : "");
            }
            String item = end < 0 ? left : left.substring(0, end);
            if (isCommand(item) || Statements.isStatement(item)) {
                items.add(item.stripTrailing());
            }
            left = end < 0 ? "" : left.substring(end + 1).stripLeading();
        }
        return new TypedText(items, "");
    }

    static boolean isCommand(String item) {
        return item.startsWith(COMMAND);
    }

    boolean hasEnded() {
        return rest.isEmpty();
    }
}
