package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.StringReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatementReaderTest {
    @Test
    void theLastStatementNeedsNoSemicolon() throws IOException {
        var reader = new StatementReader(new StringReader("SELECT 1; ;SELECT 2 -- end"));
        assertEquals(Optional.of("SELECT 1"), reader.next());
        assertEquals(1, reader.number());
        assertTrue(reader.hasSeveral());
        assertEquals(Optional.of("SELECT 2 -- end"), reader.next());
        assertEquals(2, reader.number());
        assertEquals(Optional.empty(), reader.next());
        assertEquals(2, reader.number());
    }

    @Test
    void oneStatementIsNotSeveral() throws IOException {
        for (var text : new String[] {"SELECT 1", "SELECT 1;", "SELECT 1;\n-- end\n"}) {
            var reader = new StatementReader(new StringReader(text));
            assertEquals(Optional.of("SELECT 1"), reader.next());
            assertFalse(reader.hasSeveral(), text);
            assertEquals(Optional.empty(), reader.next());
        }
    }

    @Test
    void blanksAndCommentsAreNoStatement() throws IOException {
        assertEquals(Optional.empty(), new StatementReader(new StringReader(" ;-- a\n; /* b */")).next());
    }

    @Test
    void aStatementIsThereBeforeTheNextIsWritten() throws IOException {
        try (var out = new PipedWriter();
                var in = new PipedReader(out)) {
            var reader = new StatementReader(in);
            for (var text : new String[] {"SELECT ';'", "\nSELECT /* ; */ 2", "SELECT 3"}) {
                out.write(text + ";");
                out.flush();
                assertEquals(Optional.of(text), reader.next());
            }
        }
    }
}
