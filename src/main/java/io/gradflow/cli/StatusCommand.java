package io.gradflow.cli;

import io.gradflow.store.CommittedFile;
import io.gradflow.store.RunProgress;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what a store holds and how far its run is, from the manifests alone: without Spark, and while a run goes on. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Tells what a store holds, what is planned and under way; with --files the committed files.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--store", paramLabel = "DIR", required = true, description = "the store that a run has written")
    private String storeName;

    @Option(names = "--files", description = "print the committed files and nothing else, one path a line")
    private boolean files;

    @Override
    public Integer call() throws Exception {
        var store = Store.existing(storeName, common.hadoop());
        var waves = store.waves();
        if (files) {
            waves.forEach(wave -> wave.files()
                    .forEach(file -> System.out.println(wave.path(file).toUri().getPath())));
        } else {
            common.format().print("item STRING, count BIGINT, detail STRING", rows(store, waves), System.out);
        }
        return ExitCode.OK;
    }

    private static List<Row> rows(Store store, List<Wave> waves) throws StoreException {
        var rows = new ArrayList<Row>();
        long tasks = Wave.sum(waves, CommittedFile::tasks);
        rows.add(row("tasks", tasks, "networks trained and committed, of all configurations"));
        rows.add(row("completed", Wave.sum(waves, CommittedFile::completed), "of these, to their last epoch"));
        rows.add(row(
                "diverged", Wave.sum(waves, CommittedFile::diverged), "ended early with a number that is not finite"));
        rows.add(row("failed", Wave.sum(waves, CommittedFile::failed), "in which the engine threw"));
        rows.add(row("rows", Wave.sum(waves, CommittedFile::rows), "of logged epochs"));
        rows.add(row("files", Wave.sum(waves, file -> 1), "in " + waves.size() + " waves"));
        rows.add(row("bytes", Wave.sum(waves, CommittedFile::bytes), "of Parquet"));
        rows.add(row(
                "configurations",
                store.description().configurations().size(),
                store.description().numerics() + ", log-every = "
                        + store.description().logEvery()));
        var progress = store.progress();
        if (progress.isPresent()) {
            rows.addAll(lastRun(store, progress.get()));
        }
        return rows;
    }

    private static List<Row> lastRun(Store store, RunProgress progress) throws StoreException {
        long left = progress.planned() - progress.found() - progress.trained();
        var rows = new ArrayList<Row>();
        rows.add(row("planned", progress.planned(), "tasks of the last run, " + progress.configuration()));
        rows.add(row("found", progress.found(), "of these the store had when it started at " + progress.started()));
        rows.add(row(
                "trained",
                progress.trained(),
                String.format(
                        Locale.ROOT,
                        "by it, %,.0f model-epochs/s",
                        progress.modelEpochs() / Math.max(progress.seconds(), 1e-3))));
        var holder = store.writer();
        rows.add(row("left", left, detail(progress, holder.isPresent())));
        holder.ifPresent(writer -> rows.add(row("under-way", 1, writer)));
        return rows;
    }

    private static String detail(RunProgress progress, boolean underWay) {
        if (progress.ended()) {
            return "it came to its end";
        }
        if (!underWay) {
            return "it ended before its time: the same run goes on from what is committed";
        }
        return progress.secondsLeft() >= 0
                ? "about " + Durations.words(Duration.ofMillis((long) (1000 * progress.secondsLeft())))
                : "time left not known yet";
    }

    private static Row row(String item, long count, String detail) {
        return RowFactory.create(item, count, detail);
    }
}
