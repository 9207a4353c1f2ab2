package io.gradflow.cli.figure;

import io.gradflow.figure.Figure;
import java.util.Locale;

/** What a figure shows. */
public enum FigureKind {
    /** A mean over the runs of each group by epoch, with a band. */
    CURVE {
        @Override
        Figure figure(Request request, Answers answers) throws Exception {
            return Curves.figure(request, answers);
        }
    },
    /** Each run by epoch. */
    SEEDS {
        @Override
        Figure figure(Request request, Answers answers) throws Exception {
            return SeedLines.figure(request, answers);
        }
    },
    /** Each run at its last epoch. */
    DISTRIBUTION {
        @Override
        Figure figure(Request request, Answers answers) throws Exception {
            return Distributions.figure(request, answers);
        }
    },
    /** The means at the last epoch over the values of two keys, or of all layers by epoch. */
    HEATMAP {
        @Override
        Figure figure(Request request, Answers answers) throws Exception {
            return request.isOfLayers() ? LayerMaps.figure(request, answers) : HeatMaps.figure(request, answers);
        }
    },
    /** The share of runs that have reached something, by epoch. */
    SURVIVAL {
        @Override
        Figure figure(Request request, Answers answers) throws Exception {
            return Survivals.figure(request, answers);
        }
    },
    /** The differences of pairs of groups, with intervals. */
    FOREST {
        @Override
        Figure figure(Request request, Answers answers) throws Exception {
            return Forests.figure(request, answers);
        }
    },
    /** The mean of each layer by epoch, a panel for each group. */
    LAYERS {
        @Override
        Figure figure(Request request, Answers answers) throws Exception {
            return LayerCurves.figure(request, answers);
        }
    },
    /** Each run at one epoch, by layer. */
    DEPTH {
        @Override
        Figure figure(Request request, Answers answers) throws Exception {
            return LayerDots.figure(request, answers);
        }
    },
    /** Each hidden unit of one run by epoch. */
    UNITS {
        @Override
        Figure figure(Request request, Answers answers) throws Exception {
            return UnitLines.figure(request, answers);
        }
    },
    /** How many runs have which number at their last epoch. */
    HISTOGRAM {
        @Override
        Figure figure(Request request, Answers answers) throws Exception {
            return Histograms.figure(request, answers);
        }
    };

    /** The figure of a store. */
    abstract Figure figure(Request request, Answers answers) throws Exception;

    /** Whether it shows the numbers of runs at their last epochs. */
    boolean isOfLastRows() {
        return this == DISTRIBUTION || this == HEATMAP || this == FOREST || this == HISTOGRAM;
    }

    /** The name as the command line spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
