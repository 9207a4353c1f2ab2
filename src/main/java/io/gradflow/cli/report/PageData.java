package io.gradflow.cli.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradflow.catalog.ValueType;
import io.gradflow.cli.compare.KeyValues;
import io.gradflow.figure.ColourScale;
import io.gradflow.figure.Limits;
import io.gradflow.figure.Scale;
import io.gradflow.figure.page.FigureJson;
import io.gradflow.figure.page.PageNumber;
import io.gradflow.query.ControlCharacters;
import io.gradflow.query.figure.CellStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the page's script draws, as JSON. */
final class PageData {
    /** Colours of a heat map, between which the script mixes others. */
    private static final int COLOURS = 33;

    private final CellTable table;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    /** Those of layers are here if some run has them. */
    private final List<PageMetric> metrics = new ArrayList<>();

    /**
     * The data of a page.
     *
     * @param best the place of the cell that charts of some cells begin with
     */
    PageData(CellTable table, int best) {
        this.table = table;
        FigureJson.addColours(json);
        var colours = new ColourScale("", new Limits(0, 1), Scale.LINEAR);
        var ramp = json.putArray("ramp");
        for (int i = 0; i < COLOURS; i++) {
            ramp.add(colours.colour(i / (COLOURS - 1.0)).hex());
        }
        addKeys();
        addCells();
        json.put("best", best);
        json.put("main", table.main().column());
        json.put("by", 0);
        json.put("facet", table.keys().size() > 1 ? 1 : -1);
        json.putObject("last");
        json.putObject("figures");
        json.putObject("curves");
        json.putArray("metrics");
    }

    /** The data of a page without charts. */
    static ObjectNode ofNothing() {
        var json = JsonNodeFactory.instance.objectNode();
        FigureJson.addColours(json);
        json.putArray("keys");
        return json;
    }

    private List<List<Object>> valuesOfKeys() {
        var values = new ArrayList<List<Object>>();
        for (int key = 0; key < table.keys().size(); key++) {
            int place = key;
            // Values may be null.
            values.add(table.cells().stream()
                    .map(cell -> cell.values().get(place))
                    .distinct()
                    .sorted(KeyValues::compare)
                    .collect(Collectors.toCollection(ArrayList::new)));
        }
        return values;
    }

    private void addKeys() {
        var keys = json.putArray("keys");
        var values = valuesOfKeys();
        for (int i = 0; i < values.size(); i++) {
            var key = table.keys().get(i);
            var one = keys.addObject();
            one.put("name", key.column());
            one.put("ordered", key.type() == ValueType.NUMBER || key.type() == ValueType.INTEGER);
            values.get(i).stream().map(PageData::text).forEach(one.putArray("values")::add);
        }
    }

    /** A key's value as a reader sees it. */
    static String text(Object value) {
        return value == null ? "none" : ControlCharacters.escaped(value.toString());
    }

    private void addCells() {
        var cells = json.putArray("cells");
        var values = valuesOfKeys();
        for (var cell : table.cells()) {
            var one = cells.addObject();
            var places = one.putArray("k");
            for (int i = 0; i < values.size(); i++) {
                places.add(values.get(i).indexOf(cell.values().get(i)));
            }
            one.put("runs", cell.runs());
            one.put("completed", cell.completed());
            one.put("diverged", cell.diverged());
            one.put("failed", cell.failed());
            if (cell.stuck().isPresent()) {
                one.put("stuck", cell.stuck().getAsLong());
            } else {
                one.putNull("stuck");
            }
        }
    }

    /**
     * Adds a metric of networks, or one of layers where some run has it.
     *
     * @param last its statistics at the last epoch, by layer and then by cell
     */
    void add(PageMetric metric, List<List<CellStatistics>> last) {
        var layers = new ArrayList<Integer>();
        boolean isThere = false;
        for (int i = 0; i < last.size(); i++) {
            if (last.get(i).stream().anyMatch(statistics -> statistics.n() > 0)) {
                isThere = true;
                if (!metric.layers().isEmpty()) {
                    layers.add(metric.layers().get(i));
                }
                addLast(metric.columns().get(i).name(), last.get(i));
            }
        }
        boolean isOfNetworks = metric.layers().isEmpty();
        // A run that diverged has no last number, but a curve before.
        if (isThere || isOfNetworks) {
            metrics.add(metric.withLayers(layers));
        }
    }

    private void addLast(String column, List<CellStatistics> last) {
        var one = json.withObject("/last").putObject(column);
        var means = one.putArray("m");
        var counts = one.putArray("n");
        for (var statistics : last) {
            PageNumber.add(means, statistics.mean());
            counts.add(statistics.n());
        }
    }

    /** The metrics in the order in which they were added. */
    List<PageMetric> metrics() {
        return metrics;
    }

    /** Adds a figure that the script draws as it is. */
    void addFigure(String name, ObjectNode figure) {
        json.withObject("/figures").set(name, figure);
    }

    /**
     * The data with these curves.
     *
     * @param drawn the places of the cells that have them
     */
    ObjectNode with(ObjectNode curves, List<Integer> drawn) {
        drawn.forEach(json.putArray("drawn")::add);
        var list = json.putArray("metrics");
        for (var metric : metrics) {
            var one = list.addObject();
            one.put("id", metric.id());
            one.put("caption", metric.caption());
            one.put("full", metric.full());
            metric.layers().forEach(one.putArray("layers")::add);
        }
        json.set("curves", curves);
        return json;
    }
}
