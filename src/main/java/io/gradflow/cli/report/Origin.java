package io.gradflow.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradflow.cli.compare.RunTable;
import io.gradflow.cli.text.Durations;
import io.gradflow.cli.text.ShellWord;
import io.gradflow.query.ControlCharacters;
import io.gradflow.report.Report;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What a report says about how its store was made: all of it is in the store's notes. */
final class Origin {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Store store;
    private final List<Wave> waves;
    private final ReportRequest request;
    private final String program;
    private final Map<String, String> versions;

    Origin(Store store, List<Wave> waves, ReportRequest request, String program, Map<String, String> versions) {
        this.store = store;
        this.waves = waves;
        this.request = request;
        this.program = program;
        this.versions = versions;
    }

    /** The title that the user has given, or the names of the sweeps. */
    String title() throws StoreException {
        if (request.title().isPresent()) {
            return shown(request.title().get());
        }
        var names = new ArrayList<String>();
        for (var text : store.description().configurations()) {
            var name = parsed(text).path("sweep").path("name");
            if (name.isTextual() && !names.contains(name.asText())) {
                names.add(name.asText());
            }
        }
        return shown(names.isEmpty() ? store.name() : String.join(", ", names));
    }

    /** A report of a store that nothing was committed to. */
    Report withoutRows() throws StoreException {
        return new Report(
                title(),
                "No network has ended yet, so there is nothing to show but what the store is.",
                List.of(section(Optional.empty())),
                PageData.ofNothing());
    }

    /**
     * The section.
     *
     * @param digest of all rows; empty if it was not computed
     */
    Report.Section section(Optional<String> digest) throws StoreException {
        var blocks = new ArrayList<Report.Block>();
        blocks.add(new Report.Facts(facts(digest)));
        var description = store.description();
        var configurations = description.configurations();
        for (int i = 0; i < configurations.size(); i++) {
            blocks.add(new Report.Listing(
                    configurations.size() == 1 ? "The configuration" : "Configuration " + (i + 1),
                    pretty(configurations.get(i))));
        }
        blocks.add(new Report.Listing(
                "Commands: the same networks once more (with the configuration above as a file), what the rows are, and"
                        + " this page",
                commands()));
        return new Report.Section("run", "What was run", blocks);
    }

    private List<Report.Fact> facts(Optional<String> digest) throws StoreException {
        var description = store.description();
        var facts = new ArrayList<Report.Fact>();
        add(facts, "Store", store.name());
        add(
                facts,
                "Networks",
                count(CommittedFile::tasks) + ": " + count(CommittedFile::completed) + " completed, "
                        + count(CommittedFile::diverged) + " diverged, " + count(CommittedFile::failed) + " failed");
        if (!request.where().equals(RunTable.EVERY_RUN)) {
            add(facts, "Shown here", "runs where " + request.where());
        }
        add(
                facts,
                "Rows",
                count(CommittedFile::rows) + " of logged epochs (log-every = " + description.logEvery()
                        + (description.diagnostics() == null ? "" : ", diagnostics = " + description.diagnostics())
                        + "), "
                        + count(CommittedFile::bytes) + " bytes in " + count(file -> 1) + " Parquet files");
        add(facts, "Engine", description.engine() + ", numerics " + description.numerics());
        description.versions().forEach((name, version) -> add(facts, "Trained by " + name, version));
        store.progress()
                .ifPresent(progress -> add(
                        facts,
                        "Last run",
                        "started at " + progress.started() + ", trained "
                                + String.format(Locale.ROOT, "%,d", progress.trained()) + " networks in "
                                + Durations.words(Duration.ofMillis((long) (1000 * progress.seconds())))));
        add(facts, "Digest of all rows", digest.orElse("not computed: the command verify --digest below prints it"));
        add(
                facts,
                "This page",
                "made at " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + " by gradflow "
                        + versions.getOrDefault("gradflow", "") + " on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + " with "
                        + Runtime.getRuntime().availableProcessors() + " processors, "
                        + versions.getOrDefault("jvm", ""));
        return facts;
    }

    private static void add(List<Report.Fact> facts, String name, String value) {
        facts.add(new Report.Fact(shown(name), shown(value)));
    }

    private String count(ToLongFunction<CommittedFile> property) {
        return String.format(Locale.ROOT, "%,d", Wave.sum(waves, property));
    }

    private String commands() {
        String start = ShellWord.quoted(program);
        String ofStore = " --store " + ShellWord.quoted(store.name());
        var report = new StringBuilder(start + " report" + ofStore);
        if (!request.where().equals(RunTable.EVERY_RUN)) {
            report.append(" --where ").append(ShellWord.quoted(request.where()));
        }
        request.reach().ifPresent(reach -> report.append(" --reach ").append(ShellWord.quoted(reach)));
        request.title().ifPresent(title -> report.append(" --title ").append(ShellWord.quoted(title)));
        report.append(" --out report.html");
        return ControlCharacters.escapedInLines(start + " run CONFIGURATION.conf --store NEW-STORE\n" + start
                + " verify --digest" + ofStore + "\n" + report);
    }

    private static String pretty(String configuration) {
        try {
            return ControlCharacters.escapedInLines(
                    MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(MAPPER.readTree(configuration)));
        } catch (JsonProcessingException e) {
            // Configurations of early stores are HOCON.
            return ControlCharacters.escapedInLines(configuration);
        }
    }

    private static JsonNode parsed(String configuration) {
        try {
            return MAPPER.readTree(configuration);
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        }
    }

    private static String shown(String text) {
        return ControlCharacters.escaped(text);
    }
}
