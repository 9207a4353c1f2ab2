package io.gradflow.cli.figure;

import io.gradflow.cli.compare.ComparedNames;
import io.gradflow.cli.compare.RunTable;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.query.figure.Spread;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The figures of a published study, by one command. */
public enum Preset {
    /** Means and deviations over the seeds of each activation, by scale. */
    STUDY("activation", "scale", RunTable.EVERY_RUN, Spread.STD) {
        @Override
        List<Picture> pictures() {
            return List.of(
                    new Picture(
                            "loss-and-accuracy",
                            "Loss and accuracy by activation and scale",
                            List.of("train_loss", "test_loss", "train_acc", "test_acc")),
                    new Picture(
                            "small-derivatives",
                            "Rate of small derivatives by activation and scale",
                            List.of("dphi_small_rate")),
                    new Picture("mean-derivative", "Mean |phi'| by activation and scale", List.of("dphi_mean_abs")),
                    new Picture(
                            "limit-rate",
                            "Rate of inputs in the limit region by activation and scale",
                            List.of("limit_rate")),
                    new Picture(
                            "gradient-norms", "Gradient norms by layer, activation and scale", List.of("grad_norm")));
        }
    },
    /**
     * The losses of each initialisation, by activation. Its one run of sigmoid for ten epochs is left out. Predictions
     * and updates of parameters are not in rows.
     */
    BLOG("init", "activation", "epochs >= 50", Spread.NONE) {
        @Override
        List<Picture> pictures() {
            return List.of(
                    new Picture("loss", "Loss by initialisation and activation", List.of("train_loss", "test_loss")));
        }
    };

    private final String by;
    private final String facet;
    private final String where;
    private final Spread band;

    Preset(String by, String facet, String where, Spread band) {
        this.by = by;
        this.facet = facet;
        this.where = where;
        this.band = band;
    }

    /**
     * A figure.
     *
     * @param name of its files
     * @param title of the figure
     * @param metrics a row of panels each
     */
    record Picture(String name, String title, List<String> metrics) {
        FigureKind kind() {
            return metrics.get(0).startsWith("grad_") ? FigureKind.LAYERS : FigureKind.CURVE;
        }
    }

    abstract List<Picture> pictures();

    /**
     * What a picture asks of a store.
     *
     * @throws UsageException if the store has no such keys
     */
    Request request(Picture picture, List<TaskKey> keys, int dots) throws UsageException {
        boolean isOfLayers = picture.kind() == FigureKind.LAYERS;
        return new Request(
                isOfLayers,
                picture.metrics(),
                ComparedNames.keys(List.of(by), keys, "--preset " + this + " with"),
                ComparedNames.keys(List.of(facet), keys, "--preset " + this + " with"),
                where,
                OptionalInt.empty(),
                OptionalInt.empty(),
                band,
                Request.Ends.FREE,
                // Norms differ by powers of ten.
                isOfLayers ? Request.Ends.FREE_LOG : Request.Ends.FREE,
                Optional.empty(),
                Optional.of(picture.title()),
                dots);
    }

    /** The name as the command line spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
