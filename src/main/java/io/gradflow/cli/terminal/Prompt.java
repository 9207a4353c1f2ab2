package io.gradflow.cli.terminal;

import io.gradflow.query.PrintFormat;
import io.gradflow.query.Query;
import io.gradflow.query.StoreQueries;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jline.reader.Completer;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.shell.jline3.PicocliJLineCompleter;

/** The prompt of {@code sql}: answers statements, and does commands, until the user has no more. */
public final class Prompt {
    private final Terminal terminal;
    private final StoreQueries queries;
    private final Settings settings;
    private final PrintStream out;
    private final PromptAnswers answers;
    private final PromptCommands commands;
    private final CommandLine commandLine;
    private final LineSource lines;

    /** Whether a statement is being answered. Guarded by this object, as is what follows. */
    private boolean isAnswering;

    private boolean isCancelled;

    /** The query that runs; null if there is none. */
    private Query running;

    /**
     * What a prompt may have differently.
     *
     * @param format of answers
     * @param history the file of what was typed before; empty if it is not kept
     * @param pager for long tables; empty if there is none
     * @param files makes the path of a file's name
     * @param faults the lines that tell of an exception
     */
    public record Settings(
            PrintFormat format,
            Optional<Path> history,
            Optional<Pager> pager,
            ITypeConverter<Path> files,
            Function<Exception, List<String>> faults) {}

    /**
     * A prompt that has not begun.
     *
     * @param plain the lines of a terminal that cannot move its cursor
     */
    public Prompt(Terminal terminal, StoreQueries queries, Settings settings, InputStream plain) {
        this.terminal = terminal;
        this.queries = queries;
        this.settings = settings;
        out = new PrintStream(terminal.output(), true, StandardCharsets.UTF_8);
        answers = new PromptAnswers(
                out, new Screen(() -> terminal.getSize().getRows(), settings.pager()), settings.format());
        commands = new PromptCommands(queries, answers, out);
        commandLine = commands.line(settings.files(), this::tell);
        lines = terminal.getType().startsWith(Terminal.TYPE_DUMB)
                ? new PlainLines(plain, out)
                : new EditedLines(terminal, completer(), settings.history());
    }

    /** Asks and answers in the terminal of this process until the user ends it. */
    public static void runInTerminal(StoreQueries queries, Settings settings) throws IOException {
        try (var terminal = TerminalBuilder.builder()
                .name("gradflow")
                .encoding(StandardCharsets.UTF_8)
                .dumb(true)
                .build()) {
            var prompt = new Prompt(terminal, queries, settings, System.in);
            // A terminal that cannot move its cursor does not tell of signals itself.
            var previous = Signals.register(Signal.INT.name(), prompt::interrupt);
            try {
                prompt.run();
            } finally {
                Signals.unregister(Signal.INT.name(), previous);
            }
        }
    }

    /** Asks and answers until the user ends it. */
    public void run() {
        terminal.handle(Signal.INT, signal -> interrupt());
        out.println("Statements end with ; and \\? lists commands.");
        try (answers) {
            for (var text = lines.read(); text.isPresent(); text = lines.read()) {
                if (!answerAll(TypedText.of(text.get()).items())) {
                    return;
                }
            }
        }
    }

    /** Answers what was typed at once, up to what the user cancels, and returns whether the prompt goes on. */
    private boolean answerAll(List<String> items) {
        for (var item : items) {
            if (TypedText.isCommand(item)) {
                commandLine.execute(PromptParser.words(item).toArray(String[]::new));
                if (commands.isOver()) {
                    return false;
                }
            } else if (!answer(item)) {
                return true;
            }
        }
        return true;
    }

    /** Answers a statement, and returns whether it was not cancelled. */
    private boolean answer(String statement) {
        begin();
        try {
            var query = queries.query(statement);
            run(query);
            query.hints().forEach(hint -> out.println("hint: " + hint));
            out.println(summary(answers.print(query)));
        } catch (Exception e) { // Spark throws checked exceptions that it does not declare
            tell(e);
        }
        return end();
    }

    private static String summary(Answer answer) {
        return String.format(
                        Locale.ROOT,
                        "%s%,d row%s, %.2f s",
                        answer.isCut() ? "the first " : "",
                        answer.rows(),
                        answer.rows() == 1 ? "" : "s",
                        answer.taken().toNanos() / 1e9)
                + (answer.isCut() ? "; \\o FILE or a program in PAGER shows all" : "");
    }

    private void tell(Exception e) {
        settings.faults().apply(e).forEach(out::println);
    }

    private synchronized void begin() {
        isAnswering = true;
        // The editor of lines has set this if the user was faster than it.
        isCancelled = Thread.interrupted();
    }

    private synchronized void run(Query query) {
        running = query;
        if (isCancelled) {
            query.cancel();
        }
    }

    private synchronized boolean end() {
        isAnswering = false;
        running = null;
        return !isCancelled;
    }

    /** What control-C does while no line is edited. */
    private synchronized void interrupt() {
        if (!isAnswering) {
            lines.drop();
            return;
        }
        isCancelled = true;
        if (running != null) {
            running.cancel();
        }
    }

    private Completer completer() {
        var commandNames = new PicocliJLineCompleter(commandLine.getCommandSpec());
        var sqlNames = new SqlCompleter(this::columns, queries::functions);
        return (reader, line, candidates) ->
                (line instanceof SqlWord ? sqlNames : commandNames).complete(reader, line, candidates);
    }

    /** The columns of a view; none if the store cannot be read, which a query tells better. */
    private List<String> columns(String view) {
        try {
            return queries.columnNames(view);
        } catch (Exception e) { // as above
            return List.of();
        }
    }
}
