package io.gradflow.cli.terminal;

import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Lines that are edited, completed and kept. */
final class EditedLines implements LineSource {
    private final LineReader reader;

    EditedLines(Terminal terminal, Completer completer, Optional<Path> history) {
        var builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("gradflow")
                .parser(new PromptParser())
                .completer(completer)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUED)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                // Else != would be taken for an old line.
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        reader = builder.build();
    }

    @Override
    public Optional<String> read() {
        try {
            return Optional.of(reader.readLine(FIRST));
        } catch (UserInterruptException e) {
            return Optional.of("");
        } catch (EndOfFileException e) {
            return Optional.empty();
        }
    }

    /** The editor handles the signal itself. */
    @Override
    public void drop() {}
}
