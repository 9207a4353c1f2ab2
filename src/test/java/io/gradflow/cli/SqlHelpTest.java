package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.query.PrintFormat;
import io.gradflow.query.Views;
import org.junit.jupiter.api.Test;

class SqlHelpTest {
    @Test
    void helpListsTheFormats() {
        var help = Invocation.of("sql", "--help");
        assertTrue(help.out().replaceAll("\\s+", " ").contains(PrintFormat.names() + "; table by default"), help.out());
    }

    @Test
    void helpNamesTheViews() {
        var help = Invocation.of("sql", "--help");
        assertEquals(0, help.exitCode(), help.err());
        assertTrue(
                help.out().replaceAll("\\s+", " ").contains("views: " + String.join(", ", Views.NAMES) + "."),
                help.out());
    }
}
