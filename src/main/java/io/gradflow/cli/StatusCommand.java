package io.gradflow.cli;

import io.gradflow.cli.output.CountTable;
import io.gradflow.cli.text.Durations;
import io.gradflow.cli.usage.StoreOption;
import io.gradflow.query.ControlCharacters;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.RunProgress;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what a store holds and how far its run is. It reads manifests and notes only: no Spark is started. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Tells what a store holds, what is planned and under way; with --files the committed files.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private StoreOption storeOption;

    @Option(names = "--files", description = "print the committed files and nothing else, one path a line")
    private boolean files;

    @Override
    public Integer call() throws Exception {
        var store = storeOption.existing(common.hadoop());
        var waves = store.waves();
        if (files) {
            waves.forEach(wave -> wave.files()
                    .forEach(file -> System.out.println(ControlCharacters.escaped(named(wave.path(file))))));
        } else {
            var table = new CountTable();
            addStore(store, waves, table);
            var progress = store.progress();
            if (progress.isPresent()) {
                addLastRun(store, progress.get(), table);
            }
            table.print(common.format());
        }
        return ExitCode.OK;
    }

    /** The name of a file for other programs, which on a local disk is a path. */
    private static String named(Path file) {
        var uri = file.toUri();
        return uri.getScheme().equals("file") ? uri.getPath() : file.toString();
    }

    private static void addStore(Store store, List<Wave> waves, CountTable table) throws StoreException {
        long tasks = Wave.sum(waves, CommittedFile::tasks);
        table.add("tasks", tasks, "networks trained and committed, of all configurations");
        table.add("completed", Wave.sum(waves, CommittedFile::completed), "of these, to their last epoch");
        table.add("diverged", Wave.sum(waves, CommittedFile::diverged), "ended early with a number that is not finite");
        table.add("failed", Wave.sum(waves, CommittedFile::failed), "in which the engine threw");
        table.add("rows", Wave.sum(waves, CommittedFile::rows), "of logged epochs");
        table.add("files", Wave.sum(waves, file -> 1), "in " + waves.size() + " waves");
        table.add("bytes", Wave.sum(waves, CommittedFile::bytes), "of Parquet");
        table.add(
                "configurations",
                store.description().configurations().size(),
                store.description().numerics() + ", log-every = "
                        + store.description().logEvery() + diagnostics(store));
    }

    /** The groups of diagnostics, unless they are the default. */
    private static String diagnostics(Store store) throws StoreException {
        String diagnostics = store.description().diagnostics();
        return diagnostics == null ? "" : ", diagnostics = " + diagnostics;
    }

    private static void addLastRun(Store store, RunProgress progress, CountTable table) throws StoreException {
        long left = progress.planned() - progress.found() - progress.trained();
        table.add("planned", progress.planned(), "tasks of the last run, " + progress.configuration());
        table.add("found", progress.found(), "of these the store had when it started at " + progress.started());
        table.add(
                "trained",
                progress.trained(),
                String.format(
                        Locale.ROOT,
                        "by it, %,.0f model-epochs/s",
                        progress.modelEpochs() / Math.max(progress.seconds(), 1e-3)));
        var holder = store.writer();
        table.add("left", left, timeLeft(progress, holder.isPresent()));
        holder.ifPresent(writer -> table.add("under-way", 1, writer));
    }

    private static String timeLeft(RunProgress progress, boolean isUnderWay) {
        if (progress.ended()) {
            return "it came to its end";
        }
        if (!isUnderWay) {
            return "it ended before its time: the same run goes on from what is committed";
        }
        return progress.secondsLeft() >= 0
                ? "about " + Durations.words(Duration.ofMillis((long) (1000 * progress.secondsLeft())))
                : "time left not known yet";
    }
}
