package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages that have a table of the views list those that there are, in their order. */
class ViewReferenceTest {
    private static final String HEADER = "| view |";

    @Test
    void tablesOfTheViewsListThemAll() throws IOException {
        assertEquals(List.of("epochs", "layers", "runs", "cells", "curves", "outcomes", "units"), Views.NAMES);
        var tables = new ArrayList<Path>();
        try (var site = Files.list(Path.of("src/site/markdown"))) {
            for (var page : Stream.concat(Stream.of(Path.of("README.md")), site).toList()) {
                var lines = Files.readAllLines(page);
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).startsWith(HEADER)) {
                        tables.add(page);
                        assertEquals(Views.NAMES, names(lines.subList(i + 2, lines.size())), page.toString());
                    }
                }
            }
        }
        assertFalse(tables.isEmpty(), "no page has a table that begins with " + HEADER);
    }

    @Test
    void thePageSaysOfRowsWhatThePromptSays() throws IOException {
        var page = Files.readAllLines(Path.of("src/site/markdown/views.md"));
        Views.rows()
                .forEach((view, row) -> assertTrue(
                        page.stream().anyMatch(line -> line.startsWith("| `" + view + "` | " + row + " |")),
                        view + ": " + row));
        assertEquals(Views.NAMES, List.copyOf(Views.rows().keySet()));
    }

    /** The first cells of a table's rows, without their backquotes. */
    private static List<String> names(List<String> lines) {
        return lines.stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1)[1].strip().replace("`", ""))
                .toList();
    }
}
