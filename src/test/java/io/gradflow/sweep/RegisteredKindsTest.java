package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every kind that is registered, now or later. */
class RegisteredKindsTest {

    static Stream<Arguments> kinds() {
        return Parameters.CATALOGS.stream()
                .flatMap(catalog -> catalog.kinds().stream()
                        .map(kind -> Arguments.argumentSet(catalog.role() + " " + kind.name(), catalog, kind)));
    }

    static Stream<Parameters.Place> parameters() {
        return Parameters.all();
    }

    @Test
    void thereAreSomeOfEachComponent() {
        assertEquals(
                List.of("dataset", "activation", "init", "bias-init", "loss", "optimizer", "schedule", "batch"),
                Parameters.CATALOGS.stream().map(Catalog::role).toList());
        Parameters.CATALOGS.forEach(catalog -> assertFalse(catalog.kinds().isEmpty()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void namesAreInLowerSnake(Catalog<?> catalog, Kind<?> kind) {
        assertTrue(kind.name().matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"), kind.name());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void kindsHaveADescription(Catalog<?> catalog, Kind<?> kind) {
        assertTrue(kind.description().matches("\\S.{5,}"), kind.name());
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void parametersHaveADescriptionAndAName(Parameters.Place place) {
        assertTrue(place.parameter().description().matches("\\S.{5,}"));
        assertTrue(place.parameter().name().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"));
        assertNotEquals("kind", place.parameter().name());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void defaultsRoundTrip(Catalog<?> catalog, Kind<?> kind) {
        var values = Parameters.usual(kind);
        var component = catalog.create(kind, values);
        assertEquals(values, kind.values(component));
        assertEquals(component, kind.create(kind.values(component)));
        assertTrue(kind.type().isInstance(component));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void eachParameterRoundTripsAwayFromItsDefault(Parameters.Place place) {
        var values = Parameters.usual(place.kind());
        var usual = place.kind().create(values);
        values.set(place.index(), Parameters.away(place.parameter()));
        var changed = place.kind().create(values);
        assertEquals(values, place.kind().values(changed));
        assertEquals(changed, place.kind().create(place.kind().values(changed)));
        assertNotEquals(usual, changed);
    }

    @Test
    void allParametersTogetherRoundTripAwayFromTheirDefaults() {
        kinds().forEach(arguments -> {
            var kind = (Kind<?>) arguments.get()[1];
            var values = kind.parameters().stream().map(Parameters::away).toList();
            assertEquals(values, kind.values(kind.create(values)));
        });
    }

    @Test
    void noTwoKindsOfACatalogueMakeEqualComponents() {
        for (var catalog : Parameters.CATALOGS) {
            var components = new HashSet<>();
            for (var kind : catalog.kinds()) {
                assertTrue(components.add(kind.create(Parameters.usual(kind))), kind.name());
            }
        }
    }
}
