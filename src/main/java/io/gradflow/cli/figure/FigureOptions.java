package io.gradflow.cli.figure;

import io.gradflow.cli.compare.ComparedNames;
import io.gradflow.cli.compare.RunTable;
import io.gradflow.cli.usage.StoreOption;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.figure.Scale;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import io.gradflow.query.figure.Spread;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the command figure. */
public final class FigureOptions {
    private static final String ALL = "all";

    @Mixin
    private StoreOption storeOption;

    @Option(
            names = "--out",
            converter = UserPath.OfFile.class,
            paramLabel = "F",
            required = true,
            description = "a new file: F.png, F.svg, or F.vl.json, a Vega-Lite specification with its data. With"
                    + " --preset a new folder")
    private Path out;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "curve (the default), seeds, distribution, heatmap, survival, forest, layers, depth, units or"
                    + " histogram")
    private FigureKind kind;

    @Option(
            names = "--metric",
            split = ",",
            paramLabel = "M",
            description =
                    "a metric of networks, or of layers with --layer; of a curve several, each in a row of panels")
    private List<String> metrics = List.of();

    @Option(
            names = "--by",
            split = ",",
            paramLabel = "KEY",
            description = "the keys whose values make the groups, such as activation; of a heat map two")
    private List<String> by = List.of();

    @Option(
            names = "--facet",
            split = ",",
            paramLabel = "KEY",
            description = "one or two keys whose values make panels; of two the first makes columns")
    private List<String> facets = List.of();

    @Option(
            names = "--where",
            paramLabel = "SQL",
            defaultValue = RunTable.EVERY_RUN,
            description = "which runs count, such as \"scale = 0.5\"; by default all that have ended")
    private String where;

    @Option(names = "--layer", paramLabel = "L", description = "the weight layer of the metric, from 1, or all")
    private String layer;

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            description = "of --kind depth, last (the default) or the number of an epoch")
    private String at;

    @Option(
            names = "--band",
            paramLabel = "BAND",
            description = "around a curve: std (the default), ci, iqr (then the curve is a median), minmax or none")
    private Spread band;

    @Option(
            names = "--reach",
            paramLabel = "SQL",
            description = "of --kind survival, what a logged epoch must satisfy: \"test_acc >= 0.85\"")
    private String reach;

    @Option(names = "--x-min", paramLabel = "X", description = "the left end of the horizontal axis")
    private double xLeast = Double.NaN;

    @Option(names = "--x-max", paramLabel = "X", description = "the right end of the horizontal axis")
    private double xMost = Double.NaN;

    @Option(
            names = "--y-min",
            paramLabel = "Y",
            description = "the lower end of the vertical axis; of a heat map, of the colours")
    private double yLeast = Double.NaN;

    @Option(
            names = "--y-max",
            paramLabel = "Y",
            description = "the upper end of the vertical axis; of a heat map, of the colours")
    private double yMost = Double.NaN;

    @Option(names = "--log-x", description = "make the horizontal axis logarithmic")
    private boolean isLogX;

    @Option(names = "--log-y", description = "make the vertical axis logarithmic; of a heat map, the colours")
    private boolean isLogY;

    @Option(names = "--title", paramLabel = "T", description = "instead of one that tells what is asked for")
    private String title;

    @Mixin
    private PictureOptions picture;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "study or blog: the figures of that study, as PNG and SVG, in the folder --out")
    private Preset preset;

    /** Opens the store. */
    public Store store(Configuration hadoop) throws StoreException {
        return storeOption.existing(hadoop);
    }

    Path out() {
        return out;
    }

    Theme theme() {
        return picture.theme();
    }

    Optional<Preset> preset() {
        return Optional.ofNullable(preset);
    }

    /** Checks what can be checked without a store. */
    void require() throws UsageException {
        picture.require();
        ends("x").require("x");
        ends("y").require("y");
        if (preset != null) {
            requireNone("--preset has figures of its own, must not be with");
            return;
        }
        FigureFormat.of(out);
        if (kind() == FigureKind.UNITS) {
            requireOfUnits();
            return;
        }
        if (kind() == FigureKind.SURVIVAL) {
            if (reach == null) {
                throw new UsageException("--kind survival must have --reach, such as \"test_acc >= 0.85\"");
            }
            if (!metrics.isEmpty()) {
                throw new UsageException("--kind survival is of --reach, must not have --metric");
            }
        } else if (reach != null) {
            throw new UsageException("--reach is of --kind survival, must not be with --kind " + kind());
        } else if (metrics.isEmpty()) {
            throw new UsageException("--metric is missing, must name a metric such as test_acc");
        }
        if (by.isEmpty()) {
            throw new UsageException("--by is missing, must name keys such as activation,scale");
        }
        if (facets.size() > 2) {
            throw new UsageException("--facet must be at most two keys, but has " + facets.size());
        }
        if (hasPanelForEachGroup() && by.size() + facets.size() > 2) {
            throw new UsageException("--kind " + kind() + (kind() == FigureKind.HEATMAP ? " of all layers" : "")
                    + " has a panel for each group, must have at most two keys in --by and"
                    + " --facet together, but has " + (by.size() + facets.size()));
        }
        requireEffect();
        requireOneMetric();
        requireBand();
    }

    private void requireOfUnits() throws UsageException {
        boolean isFree = ends("y").equals(Request.Ends.FREE) && !isLogX;
        if (!(metrics.isEmpty() && by.isEmpty() && facets.isEmpty() && isFree && layer == null && band == null)
                || reach != null) {
            throw new UsageException("--kind units has a line for each hidden unit of one run, must not be with"
                    + " --metric, --by, --facet, --layer, --band, --reach, --y-min, --y-max, --log-x or --log-y");
        }
    }

    /** An option that changes nothing would be taken for one that does. */
    private void requireEffect() throws UsageException {
        boolean hasX = !ends("x").equals(Request.Ends.FREE);
        boolean hasY = !ends("y").equals(Request.Ends.FREE);
        boolean hasNames = kind() == FigureKind.DISTRIBUTION
                || kind() == FigureKind.DEPTH
                || (kind() == FigureKind.HEATMAP && !isOfLayers());
        if (hasX && hasNames) {
            throw new UsageException("--kind " + kind() + " has names on its horizontal axis, must not be with --x-min,"
                    + " --x-max or --log-x");
        }
        if (hasY && kind() == FigureKind.FOREST) {
            throw new UsageException(
                    "--kind forest has names on its vertical axis, must not be with --y-min, --y-max or --log-y");
        }
        if (layer != null && kind() == FigureKind.SURVIVAL) {
            throw new UsageException("--kind survival must not be with --layer: --reach may name layers, as"
                    + " get(layers, 0).grad_norm < 1e-3 does");
        }
    }

    private void requireNone(String message) throws UsageException {
        var others = new ArrayList<String>();
        if (kind != null) {
            others.add("--kind");
        }
        if (!metrics.isEmpty()) {
            others.add("--metric");
        }
        if (!by.isEmpty()) {
            others.add("--by");
        }
        if (!facets.isEmpty()) {
            others.add("--facet");
        }
        if (!where.equals(RunTable.EVERY_RUN)) {
            others.add("--where");
        }
        if (!ends("x").equals(Request.Ends.FREE) || !ends("y").equals(Request.Ends.FREE)) {
            others.add("ends of axes, --log-x or --log-y");
        }
        for (boolean isThere : new boolean[] {layer != null, at != null, band != null, reach != null, title != null}) {
            if (isThere) {
                others.add("--layer, --at, --band, --reach or --title");
            }
        }
        if (!others.isEmpty()) {
            throw new UsageException(message + " " + others.get(0));
        }
    }

    private void requireOneMetric() throws UsageException {
        if (metrics.size() < 2) {
            return;
        }
        if (kind() != FigureKind.CURVE) {
            throw new UsageException("--metric must be one for --kind " + kind() + ", but has " + metrics.size());
        }
        if (facets.size() > 1) {
            throw new UsageException("--metric must be one where --facet has two keys, but has " + metrics.size());
        }
        if (metrics.stream().distinct().count() < metrics.size()) {
            throw new UsageException("--metric must name each metric once");
        }
    }

    private void requireBand() throws UsageException {
        var kind = kind();
        if (band != null && kind != FigureKind.CURVE && kind != FigureKind.LAYERS && kind != FigureKind.SURVIVAL) {
            throw new UsageException("--band is of curves, must not be with --kind " + kind);
        }
        if (kind == FigureKind.SURVIVAL && band != null && band != Spread.CI && band != Spread.NONE) {
            throw new UsageException("--band must be ci or none with --kind survival");
        }
    }

    /** What the figure shows. */
    FigureKind kind() {
        if (kind == null) {
            return ALL.equals(layer) ? FigureKind.LAYERS : FigureKind.CURVE;
        }
        return kind;
    }

    private boolean isOfLayers() {
        return hasPanelForEachGroup() || kind() == FigureKind.DEPTH;
    }

    /** Layers by epoch take the place of groups within a panel. */
    private boolean hasPanelForEachGroup() {
        return kind() == FigureKind.LAYERS || (kind() == FigureKind.HEATMAP && ALL.equals(layer));
    }

    private OptionalInt epoch() throws UsageException {
        if (at != null && kind() != FigureKind.DEPTH) {
            throw new UsageException("--at is of --kind depth, must not be with --kind " + kind());
        }
        if (at == null || at.equals("last")) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(at));
        } catch (NumberFormatException e) {
            throw new UsageException("--at must be last or the number of an epoch, but is '" + at + "'");
        }
    }

    private Request.Ends ends(String axis) {
        return axis.equals("x")
                ? new Request.Ends(xLeast, xMost, isLogX ? Scale.LOG : Scale.LINEAR)
                : new Request.Ends(yLeast, yMost, isLogY ? Scale.LOG : Scale.LINEAR);
    }

    /** What is asked of a store. */
    Request request(Store store) throws StoreException, UsageException {
        var keys = TaskKey.ofColumns(store.description().keys());
        var byKeys = ComparedNames.keys(by, keys, "--by");
        var facetKeys = ComparedNames.keys(facets, keys, "--facet");
        for (var key : facetKeys) {
            if (byKeys.contains(key)) {
                throw new UsageException("--facet " + key.column() + " must not be in --by as well");
            }
        }
        var number = layerNumber();
        if (isOfLayers() && number.isPresent()) {
            throw new UsageException("--layer must be all with --kind " + kind() + ", but is " + layer);
        }
        var epoch = epoch();
        var measured = store.description().logging().groups();
        if (kind() == FigureKind.UNITS && !measured.has(DiagnosticGroup.UNITS)) {
            throw new UsageException("--kind units needs a store with the group units, but this one was made with"
                    + " sweep.diagnostics = " + measured);
        }
        for (var metric : metrics) {
            ComparedNames.requireMetric(metric, isOfLayers() || number.isPresent(), store);
            if (kind() == FigureKind.DEPTH && epoch.isEmpty()) {
                ComparedNames.requireInLastRow(metric, "must be with --at and the number of an epoch");
            } else if (kind().isOfLastRows() && !isOfLayers()) {
                ComparedNames.requireInLastRow(
                        metric,
                        "must be with --kind curve, seeds or layers, not " + kind()
                                + " (compare has it with --at EPOCH, best or mean)");
            }
        }
        return new Request(
                isOfLayers(),
                metrics,
                byKeys,
                facetKeys,
                where,
                number,
                epoch,
                band == null ? kind() == FigureKind.SURVIVAL ? Spread.CI : Spread.STD : band,
                ends("x"),
                ends("y"),
                Optional.ofNullable(reach),
                Optional.ofNullable(title),
                picture.dotsAcross());
    }

    private OptionalInt layerNumber() throws UsageException {
        if (layer == null || layer.equals(ALL)) {
            if (ALL.equals(layer) && !isOfLayers()) {
                throw new UsageException("--layer all is of --kind layers, heatmap and depth, must be a number with"
                        + " --kind " + kind());
            }
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(layer);
            if (number >= 1) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Told below, as a number that is no layer is.
        }
        throw new UsageException("--layer must be a weight layer, from 1, or all, but is '" + layer + "'");
    }

    /** The size for a grid of panels, of which the lowest axis has so many names beside each other vertically. */
    Size size(int columns, int rows, int names) throws UsageException {
        return picture.size(columns, rows, names);
    }
}
