package io.gradflow.figure.vega;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradflow.figure.Axis;
import io.gradflow.figure.ColourScale;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Scale;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import java.util.EnumSet;

/** A figure as a specification: its data once, and for each panel a view with a layer for each kind of mark. */
final class Specification {
    private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

    /** Vega's pixels are of 1/96 inch. */
    private static final double PIXELS_PER_POINT = 96 / 72.0;

    /** What axes and titles take around the data of a panel, and around that of all. */
    private static final int AROUND_PANEL = 24;

    private static final int AROUND_ALL = 90;

    private static final int LEAST_SIDE = 60;

    /** Colours between which Vega's interpolation does not differ from ours. */
    private static final int COLOURS = 33;

    private final Figure figure;
    private final Theme theme;
    private final Size size;
    private final JsonMapper mapper;

    Specification(Figure figure, Theme theme, Size size, JsonMapper mapper) {
        this.figure = figure;
        this.theme = theme;
        this.size = size;
        this.mapper = mapper;
    }

    ObjectNode json() throws JsonProcessingException {
        var json = mapper.createObjectNode();
        json.put("$schema", SCHEMA);
        json.put("background", theme.ground().hex());
        var title = json.putObject("title");
        title.put("text", figure.title()).put("anchor", "start");
        figure.notes().forEach(title.putArray("subtitle")::add);
        json.set("config", config());
        json.putObject("data").set("values", DataRows.of(figure));
        if (figure.panels().size() == 1) {
            json.setAll(view(0));
            return json;
        }
        var rows = json.putArray("vconcat");
        for (int row = 0; row < figure.rows(); row++) {
            var views = rows.addObject().putArray("hconcat");
            for (int panel = 0; panel < figure.panels().size(); panel++) {
                if (figure.panels().get(panel).row() == row) {
                    views.add(view(panel));
                }
            }
        }
        return json;
    }

    private ObjectNode config() {
        var config = mapper.createObjectNode();
        String ink = theme.ink().hex();
        double pixels = theme.points() * PIXELS_PER_POINT;
        config.put("font", "sans-serif");
        for (var part : new String[] {"axis", "legend"}) {
            var some = config.putObject(part);
            some.put("labelColor", ink).put("titleColor", ink).put("labelFontSize", pixels * 0.9);
            some.put("titleFontSize", pixels).put("titleFontWeight", "normal").put("labelLimit", 300);
        }
        config.withObject("/axis")
                .put("gridColor", theme.grid().hex())
                .put("domainColor", ink)
                .put("tickColor", ink);
        var title = config.putObject("title");
        title.put("color", ink).put("subtitleColor", ink).put("fontSize", pixels * 1.2);
        title.put("subtitleFontSize", pixels * 0.8);
        config.putObject("view").put("stroke", ink);
        return config;
    }

    private ObjectNode view(int place) throws JsonProcessingException {
        var panel = figure.panels().get(place);
        var view = mapper.createObjectNode();
        if (!panel.title().isEmpty()) {
            view.put("title", panel.title());
        }
        view.put("width", side(size.width(), figure.columns()));
        view.put("height", side(size.height(), figure.rows()));
        var layers = view.putArray("layer");
        var kinds = EnumSet.noneOf(MarkKind.class);
        panel.marks().forEach(mark -> kinds.add(MarkKind.of(mark)));
        // A panel without marks has its axes all the same.
        for (var kind : kinds.isEmpty() ? EnumSet.of(MarkKind.DOTS) : kinds) {
            addLayers(layers, place, panel, kind);
        }
        return view;
    }

    private static long side(double points, int panels) {
        return Math.max(LEAST_SIDE, Math.round((points * PIXELS_PER_POINT - AROUND_ALL) / panels) - AROUND_PANEL);
    }

    private void addLayers(ArrayNode layers, int place, Panel panel, MarkKind kind) throws JsonProcessingException {
        var layer = layers.addObject();
        layer.putArray("transform")
                .addObject()
                .put("filter", "datum.panel === " + place + " && datum.mark === '" + kind.word() + "'");
        var mark = layer.putObject("mark").put("clip", true);
        var encoding = layer.putObject("encoding");
        field(encoding, "x", "x").setAll(axis(figure.x(), false));
        if (kind != MarkKind.RULE) {
            field(encoding, "y", "y")
                    .setAll(axis(panel.y(), !panel.y().categories().isEmpty()));
        }
        switch (kind) {
            case LINE -> {
                mark.put("type", "line").put("strokeWidth", theme.points() / 5);
                series(encoding, true);
            }
            case STEPS -> {
                mark.put("type", "line").put("interpolate", "step-after").put("strokeWidth", theme.points() / 5);
                series(encoding, true);
            }
            case THIN -> {
                mark.put("type", "line").put("strokeWidth", theme.points() / 12).put("opacity", 0.45);
                series(encoding, false);
            }
            case NEUTRAL -> {
                mark.put("type", "line")
                        .put("strokeWidth", theme.points() / 5)
                        .put("color", theme.ink().hex());
                detail(encoding);
            }
            case BAND, STEP_BAND -> {
                mark.put("type", "area").put("opacity", 0.2);
                if (kind == MarkKind.STEP_BAND) {
                    mark.put("interpolate", "step-after");
                }
                encoding.withObject("/y").put("field", "low");
                encoding.putObject("y2").put("field", "high");
                series(encoding, false);
            }
            case DOTS -> {
                mark.put("type", "point").put("filled", true).put("opacity", 0.65);
                series(encoding, false);
                shape(encoding);
            }
            case BUBBLES -> {
                mark.put("type", "point").put("filled", true).put("opacity", 0.65);
                series(encoding, false);
                shape(encoding);
                var sizes = encoding.putObject("size").put("field", "size").put("type", "quantitative");
                sizes.putNull("legend");
                var scale = sizes.putObject("scale");
                scale.putArray("domain").add(0).add(1);
                scale.putArray("range").add(4).add(200);
            }
            case BARS -> {
                mark.put("type", "rect").put("opacity", 0.4);
                encoding.putObject("x2").put("field", "x2");
                encoding.putObject("y2")
                        .put("datum", Math.max(panel.y().limits().low(), 0));
                series(encoding, false);
            }
            case RULE -> mark.put("type", "rule").put("color", theme.ink().hex());
            case INTERVALS -> addIntervals(layers, layer, panel);
            case CELLS -> {
                mark.put("type", "rect");
                encoding.putObject("x2").put("field", "x2");
                encoding.putObject("y2").put("field", "y2");
                figure.colours().ifPresent(colours -> encoding.set("color", colour(colours)));
            }
        }
    }

    /** An interval is a line from end to end, and a point. */
    private void addIntervals(ArrayNode layers, ObjectNode layer, Panel panel) throws JsonProcessingException {
        String ink = theme.ink().hex();
        var point = layer.deepCopy();
        layer.putObject("mark").put("type", "rule").put("clip", true).put("color", ink);
        var encoding = layer.withObject("/encoding");
        encoding.withObject("/x").put("field", "low");
        encoding.putObject("x2").put("field", "high");
        point.putObject("mark")
                .put("type", "point")
                .put("filled", true)
                .put("clip", true)
                .put("color", ink);
        point.withObject("/encoding/y").setAll(axis(panel.y(), true));
        layers.add(point);
    }

    private static ObjectNode field(ObjectNode encoding, String channel, String field) {
        return encoding.putObject(channel).put("field", field).put("type", "quantitative");
    }

    private ObjectNode axis(Axis axis, boolean isReversed) throws JsonProcessingException {
        var json = mapper.createObjectNode();
        json.put("title", axis.caption());
        var scale = json.putObject("scale");
        if (axis.scale() == Scale.LOG) {
            scale.put("type", "log");
        }
        scale.putArray("domain").add(axis.limits().low()).add(axis.limits().high());
        scale.put("nice", false).put("zero", false);
        if (isReversed) {
            scale.put("reverse", true);
        }
        if (axis.isWhole()) {
            json.putObject("axis").put("tickMinStep", 1).put("format", "d");
        }
        var names = axis.categories();
        if (!names.isEmpty()) {
            var shown = json.putObject("axis").put("grid", false).put("ticks", false);
            var values = shown.putArray("values");
            for (int i = 0; i < names.size(); i++) {
                values.add(i);
            }
            // JSON is also an expression of Vega's, and a text in it is no code.
            shown.put(
                    "labelExpr",
                    mapper.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(names)
                            + "[datum.value]");
        }
        return json;
    }

    private void series(ObjectNode encoding, boolean hasDashes) {
        detail(encoding);
        var colour = encoding.putObject("color")
                .put("field", "series")
                .put("type", "nominal")
                .putNull("title");
        var scale = colour.putObject("scale");
        names(scale);
        var range = scale.putArray("range");
        figure.legend().forEach(series -> range.add(series.ink().colour(theme).hex()));
        if (hasDashes) {
            var dash = encoding.putObject("strokeDash")
                    .put("field", "series")
                    .put("type", "nominal")
                    .putNull("title");
            var dashes = dash.putObject("scale");
            names(dashes);
            var lists = dashes.putArray("range");
            figure.legend().forEach(series -> dashes(series.ink(), lists.addArray()));
        }
    }

    private void dashes(Ink ink, ArrayNode list) {
        double width = theme.points() / 5;
        if (ink.dashes().isEmpty()) {
            list.add(1).add(0);
        }
        ink.dashes().forEach(dash -> list.add(Math.round(dash * width * 10) / 10.0));
    }

    private void shape(ObjectNode encoding) {
        var shape = encoding.putObject("shape")
                .put("field", "series")
                .put("type", "nominal")
                .putNull("title");
        var scale = shape.putObject("scale");
        names(scale);
        var range = scale.putArray("range");
        figure.legend().forEach(series -> range.add(shape(series.ink().marker())));
    }

    private static String shape(Ink.Marker marker) {
        return switch (marker) {
            case CIRCLE -> "circle";
            case SQUARE -> "square";
            case TRIANGLE -> "triangle-up";
            case DIAMOND -> "diamond";
            case CROSS -> "M-.8,-1L0,-.2L.8,-1L1,-.8L.2,0L1,.8L.8,1L0,.2L-.8,1L-1,.8L-.2,0L-1,-.8Z";
            case TRIANGLE_DOWN -> "triangle-down";
            case PLUS -> "cross";
            case STAR -> "M0,-1L.25,-.3L1,-.3L.4,.15L.6,.9L0,.4L-.6,.9L-.4,.15L-1,-.3L-.25,-.3Z";
        };
    }

    private void names(ObjectNode scale) {
        var domain = scale.putArray("domain");
        figure.legend().forEach(series -> domain.add(series.caption()));
    }

    private static void detail(ObjectNode encoding) {
        encoding.putObject("detail").put("field", "line").put("type", "nominal");
    }

    private ObjectNode colour(ColourScale colours) {
        var colour = mapper.createObjectNode().put("field", "value").put("type", "quantitative");
        colour.put("title", colours.label());
        var scale = colour.putObject("scale");
        if (colours.scale() == Scale.LOG) {
            scale.put("type", "log");
        }
        var axis = colours.axis();
        scale.putArray("domain").add(axis.limits().low()).add(axis.limits().high());
        scale.put("clamp", true).put("nice", false).put("zero", false);
        var range = scale.putArray("range");
        double low = axis.scale().position(axis.limits().low());
        double high = axis.scale().position(axis.limits().high());
        for (int i = 0; i < COLOURS; i++) {
            double position = low + i * (high - low) / (COLOURS - 1);
            range.add(colours.colour(axis.scale().value(position)).hex());
        }
        return colour;
    }
}
