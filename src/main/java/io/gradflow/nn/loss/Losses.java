package io.gradflow.nn.loss;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import java.util.List;

/** The list of all losses. */
public final class Losses {
    /**
     * The catalogue. It is not a constant of {@link Loss}, because the initialisation of one kind would then wait for
     * that of all others.
     */
    public static final Catalog<Loss> CATALOG = new Catalog<>(
            "loss",
            "binary_cross_entropy",
            Loss.class,
            List.of(BinaryCrossEntropy.KIND, SoftmaxCrossEntropy.KIND, MeanSquaredError.KIND));

    private Losses() {}

    /** The names of the kinds that, with their default parameters, can tell {@code classes} classes apart. */
    public static List<String> suiting(int classes) {
        return CATALOG.kinds().stream()
                .filter(kind -> !withDefaults(kind).outputs(classes).isEmpty())
                .map(Kind::name)
                .toList();
    }

    private static Loss withDefaults(Kind<?> kind) {
        return CATALOG.create(
                kind, kind.parameters().stream().map(Parameter::defaultValue).toList());
    }
}
