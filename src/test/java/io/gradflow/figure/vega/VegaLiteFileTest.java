package io.gradflow.figure.vega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradflow.figure.Figure;
import io.gradflow.figure.FigureExamples;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Specifications by their structure: the schema's names, the data, and that every channel has its field. */
class VegaLiteFileTest {
    static Stream<Figure> figures() {
        return Stream.of(FigureExamples.twoPanels(), FigureExamples.cells(), FigureExamples.otherMarks());
    }

    private static String text(Figure figure) throws Exception {
        var bytes = new ByteArrayOutputStream();
        VegaLiteFile.write(figure, Theme.PAPER, Size.ofCentimetres(16, 10, 100), bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode json(Figure figure) throws Exception {
        return new ObjectMapper().readTree(text(figure));
    }

    /** The views of a specification, each with its layers. */
    private static List<JsonNode> views(JsonNode json) {
        var views = new ArrayList<JsonNode>();
        if (json.has("layer")) {
            views.add(json);
        }
        json.path("vconcat").forEach(row -> row.path("hconcat").forEach(views::add));
        return views;
    }

    @ParameterizedTest
    @MethodSource("figures")
    void everyLayerHasAMarkAndFieldsOfTheData(Figure figure) throws Exception {
        var json = json(figure);
        assertEquals(
                "https://vega.github.io/schema/vega-lite/v5.json",
                json.path("$schema").asText());
        assertEquals(figure.panels().size(), views(json).size());
        var data = json.path("data").path("values");
        assertFalse(data.isEmpty());
        for (var view : views(json)) {
            assertTrue(view.path("width").asInt() > 0);
            for (var layer : view.path("layer")) {
                assertTrue(layer.path("mark").has("type"), layer::toString);
                String kind =
                        layer.path("transform").get(0).path("filter").asText().replaceAll(".*'(\\w+)'.*", "$1");
                var row = first(data, kind);
                for (var channel : layer.path("encoding")) {
                    if (channel.has("field")) {
                        assertTrue(row.has(channel.path("field").asText()), channel + " of " + row);
                    }
                }
            }
        }
    }

    private static JsonNode first(JsonNode data, String kind) {
        for (var row : data) {
            if (row.path("mark").asText().equals(kind)) {
                return row;
            }
        }
        throw new AssertionError("no rows of " + kind);
    }

    @Test
    void dataAreThePointsAndAGapIsNull() throws Exception {
        var line = new ArrayList<JsonNode>();
        for (var row : json(FigureExamples.twoPanels()).path("data").path("values")) {
            if (row.path("mark").asText().equals("line")
                    && row.path("panel").asInt() == 0
                    && row.path("series").asText().startsWith("relu")) {
                line.add(row);
            }
        }
        assertEquals(4, line.size());
        assertEquals(2, line.get(1).path("y").asDouble());
        assertTrue(line.get(2).path("y").isNull());
    }

    @Test
    void seriesHaveTheColoursOfTheLegend() throws Exception {
        for (var layer : views(json(FigureExamples.twoPanels())).get(0).path("layer")) {
            var scale = layer.path("encoding").path("color").path("scale");
            assertEquals("relu (n = 8 of 10)", scale.path("domain").get(0).asText());
            assertEquals("#0072b2", scale.path("range").get(0).asText());
        }
    }

    @Test
    void hostileTextsStayTextsAlsoInAPage() throws Exception {
        var figure = FigureExamples.twoPanels();
        String text = text(figure);
        assertFalse(text.contains("</"), "a page would end its script here");
        assertTrue(text.chars().allMatch(letter -> letter < 128));
        assertEquals(figure.title(), json(figure).path("title").path("text").asText());
        // Names of places are in an expression, as a list of texts.
        var cells = json(FigureExamples.cells());
        String names = views(cells)
                .get(0)
                .path("layer")
                .get(0)
                .path("encoding")
                .path("x")
                .path("axis")
                .path("labelExpr")
                .asText();
        assertTrue(names.endsWith("[datum.value]"), names);
        var list = new ObjectMapper().readTree(names.substring(0, names.length() - "[datum.value]".length()));
        assertEquals(figure.title(), list.get(1).asText());
    }
}
