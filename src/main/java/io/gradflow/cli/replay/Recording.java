package io.gradflow.cli.replay;

import io.gradflow.cli.output.NewOutput;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.data.Split;
import io.gradflow.engine.NetworkObserver;
import io.gradflow.results.EpochRow;
import io.gradflow.sweep.Task;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What is kept of a network while it is trained: files that grow by each logged epoch, and what pictures need. */
public final class Recording implements NetworkObserver, Closeable {
    private final Task task;
    private final Split split;
    private final NewOutput folder;
    private final NetworkFiles files;
    private final NetworkHistory history;
    private final PlanePictures plane;

    /** Null unless the surface is animated. */
    private final Surfaces surfaces;

    /**
     * Begins the files.
     *
     * @param logEvery every so many epochs, and at the last one, the network is seen
     * @param isAnimated whether there is an animated surface
     * @param folder where the files are made
     */
    public Recording(Task task, int logEvery, boolean isAnimated, NewOutput folder) throws IOException, UsageException {
        this.task = task;
        this.folder = folder;
        split = task.split();
        history = new NetworkHistory(task.architecture());
        plane = isPlanar(task) ? new PlanePictures(task, run(task), split) : null;
        long logged = 1 + ((long) task.epochs() + logEvery - 1) / logEvery;
        surfaces = isAnimated ? new Surfaces(plane, (int) logged) : null;
        files = new NetworkFiles(task.architecture(), split, folder);
    }

    /** Whether the network makes something of a plane. */
    public static boolean isPlanar(Task task) {
        return task.architecture().inputs() == 2;
    }

    private static String run(Task task) {
        return "Run " + task.id().substring(0, 8);
    }

    @Override
    public void observe(Task ignored, int epoch, double[] parameters) {
        var network = LoggedNetwork.of(task, split, epoch, parameters);
        history.add(network);
        if (surfaces != null) {
            surfaces.add(network);
        }
        try {
            files.write(network);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes the row of a network that was seen. */
    public void add(EpochRow row) {
        history.add(row);
    }

    /** Writes what is left. */
    @Override
    public void close() throws IOException {
        files.close();
    }

    /**
     * Draws all pictures that the network has.
     *
     * @throws UsageException if this JVM cannot draw text
     */
    public void draw() throws Exception {
        var pictures = new PictureFiles(folder);
        var lines = new LinePictures(run(task), task.architecture(), history);
        pictures.write("loss", lines.losses());
        if (history.networks() > 1) {
            pictures.write("updates", lines.updates());
        }
        if (task.architecture().hiddenUnits() > 0) {
            pictures.write("derivatives", lines.derivatives());
            pictures.write("units", lines.units());
        }
        if (plane != null) {
            var last = history.last();
            pictures.write("predictions", plane.predictions(last));
            pictures.write("surface", plane.still(plane.surface(last.epoch(), last.parameters())));
        }
        if (surfaces != null) {
            pictures.writeAnimation(
                    "surface",
                    surfaces.upTo(history.last()).stream().map(plane::frame).toList());
        }
    }
}
