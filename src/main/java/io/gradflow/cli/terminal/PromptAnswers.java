package io.gradflow.cli.terminal;

import io.gradflow.query.PrintFormat;
import io.gradflow.query.Query;
import io.gradflow.query.QueryException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** How the prompt prints answers, and where: on the terminal, or into a file that the user has asked for. */
final class PromptAnswers implements AutoCloseable {
    private final PrintStream terminal;
    private final Screen screen;
    private PrintFormat format;

    /** Null while answers go to the terminal. */
    private PrintStream file;

    /** The answers in the file; null while they go to the terminal. */
    private Answers inFile;

    PromptAnswers(PrintStream terminal, Screen screen, PrintFormat format) {
        this.terminal = terminal;
        this.screen = screen;
        this.format = format;
    }

    Answer print(Query query) throws QueryException, IOException {
        if (inFile == null) {
            return new Answers(terminal, Optional.of(screen)).print(query, format);
        }
        var answer = inFile.print(query, format);
        if (file.checkError()) {
            throw new IOException("the file of answers cannot be written");
        }
        return answer;
    }

    PrintFormat format() {
        return format;
    }

    void use(PrintFormat wanted) {
        format = wanted;
    }

    /**
     * Sends answers to a new file from now on.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     */
    void sendTo(Path path) throws IOException {
        var out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        sendToTerminal();
        file = new PrintStream(out, false, StandardCharsets.UTF_8);
        inFile = new Answers(file, Optional.empty());
    }

    /** Sends answers to the terminal from now on. */
    void sendToTerminal() {
        if (file != null) {
            file.close();
        }
        file = null;
        inFile = null;
    }

    @Override
    public void close() {
        sendToTerminal();
    }
}
