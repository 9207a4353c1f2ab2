package io.gradflow.figure.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gradflow.figure.Axis;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Limits;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Scale;
import io.gradflow.figure.Series;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FigureJsonTest {
    private static Figure figure(Mark... marks) {
        var axis = Axis.ofNumbers("loss", "nats", Scale.LOG, new Limits(1e-3, 10));
        return new Figure(
                "title",
                List.of(new Panel("panel", 0, 0, axis, List.of(marks))),
                Axis.ofNumbers("epoch", "", Scale.LINEAR, new Limits(0, 9)),
                List.of(new Series("relu", "n = 3", Ink.ofRank(1, 3))),
                Optional.empty(),
                List.of("a note"));
    }

    @Test
    void aFigureIsWhole() {
        var json = FigureJson.of(
                figure(new Mark.Line(0, Mark.Weight.MAIN, new double[] {0, 1}, new double[] {1 / 3.0, Double.NaN})));
        assertEquals("title", json.path("title").asText());
        assertEquals("[\"a note\"]", json.path("notes").toString());
        assertEquals(
                "{\"label\":\"relu\",\"caption\":\"relu (n = 3)\",\"index\":1,\"fraction\":0.5}",
                json.path("legend").get(0).toString());
        var panel = json.path("panels").get(0);
        assertEquals("loss (nats)", panel.path("y").path("label").asText());
        assertEquals(
                "{\"series\":0,\"kind\":\"line\",\"thin\":false,\"x\":[0,1],\"y\":[0.333333,null]}",
                panel.path("marks").get(0).toString());
    }

    @Test
    void anEndWithoutABoundIsNull() {
        var json = FigureJson.of(figure(new Mark.Intervals(
                Mark.NEUTRAL,
                new double[] {1},
                new double[] {Double.NEGATIVE_INFINITY},
                new double[] {2},
                new double[] {0})));
        var mark = json.path("panels").get(0).path("marks").get(0);
        assertEquals("[null]", mark.path("low").toString());
        assertEquals("[2]", mark.path("high").toString());
    }

    @Test
    void whatNoPageShowsIsRefused() {
        var bars = new Mark.Bars(0, new double[] {0}, new double[] {1}, new double[] {2});
        assertThrows(IllegalArgumentException.class, () -> FigureJson.of(figure(bars)));
    }

    @Test
    void numbersHaveSixDigits() {
        var list = JsonNodeFactory.instance.arrayNode();
        PageNumber.addAll(
                list, new double[] {0, -0.0, 1, 120000, 1234567.89, 0.1 + 0.2, 1e-300, 1e300, -2.5, Double.NaN});
        assertEquals("[0,0,1,120000,1234570,0.3,1.0E-300,1.0E300,-2.5,null]", list.toString());
    }
}
