package io.gradflow.sweep;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All registered kinds, and values for their parameters. */
final class Parameters {
    static final List<Catalog<?>> CATALOGS = ConfigurationKeys.IN_ORDER_OF_COLUMNS.stream()
            .flatMap(Parameters::catalog)
            .toList();

    private static Stream<Catalog<?>> catalog(Axis<?> axis) {
        return axis instanceof Axis.OfComponents<?> ofComponents ? Stream.of(ofComponents.catalog()) : Stream.empty();
    }

    private Parameters() {}

    /** A parameter of a kind, by its place. */
    record Place(Catalog<?> catalog, Kind<?> kind, int index) {
        Parameter<?> parameter() {
            return kind.parameters().get(index);
        }

        @Override
        public String toString() {
            return catalog.role() + " " + kind.name() + " " + parameter().name();
        }
    }

    /** Every parameter of every kind. */
    static Stream<Place> all() {
        return CATALOGS.stream()
                .flatMap(catalog -> catalog.kinds().stream()
                        .flatMap(kind -> Stream.iterate(0, i -> i + 1)
                                .limit(kind.parameters().size())
                                .map(i -> new Place(catalog, kind, i))));
    }

    /** The values of a kind that a configuration says nothing else about. */
    static List<Object> usual(Kind<?> kind) {
        return new ArrayList<>(kind.parameters().stream().map(Parameters::usual).toList());
    }

    /** The default, or if there is none, an allowed value. */
    static Object usual(Parameter<?> parameter) {
        return parameter.defaultValue() == null
                ? allowed(parameter).findFirst().orElseThrow()
                : parameter.defaultValue();
    }

    /** An allowed value that is not the usual one. */
    static Object away(Parameter<?> parameter) {
        var usual = usual(parameter);
        return allowed(parameter)
                .filter(candidate -> !candidate.equals(usual))
                .findFirst()
                .orElseThrow(() -> new AssertionError("this test knows no value for " + parameter.name()));
    }

    private static Stream<?> allowed(Parameter<?> parameter) {
        Stream<?> candidates = switch (parameter.type()) {
            case NUMBER -> Stream.of(0.375, 0.875, 1.5, 12.0);
            case INTEGER -> Stream.of(7, 8, 64, 1000);
            case LONG -> Stream.of(7L, 8L, 64L, 1000L);
            case FLAG -> Stream.of(true, false);
            case TEXT -> Stream.of("a", "numpy_legacy", "fan_out");
        };
        return candidates.filter(parameter::allows);
    }
}
