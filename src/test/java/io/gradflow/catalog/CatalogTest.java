package io.gradflow.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
    private interface Shape {}

    private record Circle(double radius) implements Shape {}

    private record RoundedSquare(double side, int corners) implements Shape {}

    private record Colour() {}

    private static final Kind<Circle> CIRCLE = Kind.of(
            "circle",
            Circle.class,
            "all points at one distance",
            Parameter.number("radius", 1.0, Rule.greaterThan(0), "the distance"));
    private static final Kind<RoundedSquare> ROUNDED_SQUARE = Kind.of(
            "rounded_square",
            RoundedSquare.class,
            "a square without some corners",
            Parameter.number("side", 1.0, Rule.greaterThan(0), "its length"),
            Parameter.integer("corners", 4, Rule.integerIn(0, 4), "how many are rounded"));
    private static final Catalog<Shape> SHAPES =
            new Catalog<>("shape", "circle", Shape.class, List.of(CIRCLE, ROUNDED_SQUARE));

    @ParameterizedTest
    @ValueSource(strings = {"rounded_square", "rounded-square"})
    void kindsAreFoundInLowerSnakeAndKebabCase(String name) {
        assertEquals(Optional.of(ROUNDED_SQUARE), SHAPES.kind(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Circle", "circle ", "roundedSquare", "rounded square"})
    void otherNamesAreNoKinds(String name) {
        assertEquals(Optional.empty(), SHAPES.kind(name));
    }

    @Test
    void kindsKeepTheOrderOfDeclaration() {
        assertEquals(List.of(CIRCLE, ROUNDED_SQUARE), SHAPES.kinds());
    }

    @Test
    void componentsKnowTheirKind() {
        assertEquals(CIRCLE, SHAPES.kindOf(new Circle(2)));
        assertEquals(ROUNDED_SQUARE, SHAPES.kindOf(new RoundedSquare(1, 2)));
    }

    @Test
    void aComponentOfNoKindIsRefused() {
        record Triangle() implements Shape {}
        var thrown = assertThrows(IllegalArgumentException.class, () -> SHAPES.kindOf(new Triangle()));
        assertEquals(Triangle.class + " is no kind of shape", thrown.getMessage());
    }

    @Test
    void componentsAreMadeFromTheirValues() {
        assertEquals(new RoundedSquare(2, 3), SHAPES.create(ROUNDED_SQUARE, List.of(2.0, 3)));
    }

    @Test
    void theDefaultKindIsKnown() {
        assertEquals(Optional.of("circle"), SHAPES.defaultKind());
        assertEquals(Optional.empty(), new Catalog<>("shape", null, Shape.class, List.of(CIRCLE)).defaultKind());
    }

    @Test
    void anUnknownDefaultKindIsRefused() {
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> new Catalog<>("shape", "line", Shape.class, List.of(CIRCLE)));
        assertEquals("no kind of shape is called line", thrown.getMessage());
    }

    @Test
    void twoKindsOfOneNameAreRefused() {
        var other = Kind.of(
                "circle",
                RoundedSquare.class,
                "no circle",
                ROUNDED_SQUARE.parameters().toArray(Parameter<?>[]::new));
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> new Catalog<>("shape", null, Shape.class, List.of(CIRCLE, other)));
        assertEquals("two kinds of shape are called circle", thrown.getMessage());
    }

    @Test
    void twoKindsOfOneRecordClassAreRefused() {
        var other =
                Kind.of("ring", Circle.class, "a circle", CIRCLE.parameters().toArray(Parameter<?>[]::new));
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> new Catalog<>("shape", null, Shape.class, List.of(CIRCLE, other)));
        assertEquals("two kinds of shape share Circle", thrown.getMessage());
    }

    @Test
    void aKindOfAnotherInterfaceIsRefused() {
        var colour = Kind.of("colour", Colour.class, "no shape");
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> new Catalog<>("shape", null, Shape.class, List.of(colour)));
        assertEquals(Colour.class + " is no Shape", thrown.getMessage());
    }
}
