package io.gradflow.nn.loss;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import java.util.List;

/** All losses there are. */
public final class Losses {
    /** The catalogue: apart from {@link Loss}, so that no kind's initialisation waits for that of all others. */
    public static final Catalog<Loss> CATALOG = new Catalog<>(
            "loss",
            "binary_cross_entropy",
            Loss.class,
            List.of(BinaryCrossEntropy.KIND, SoftmaxCrossEntropy.KIND, MeanSquaredError.KIND));

    private Losses() {}

    /** The names of the kinds that can tell that many classes apart, with the parameters that hold by default. */
    public static List<String> suiting(int classes) {
        return CATALOG.kinds().stream()
                .filter(kind -> !byDefault(kind).outputs(classes).isEmpty())
                .map(Kind::name)
                .toList();
    }

    private static Loss byDefault(Kind<?> kind) {
        return CATALOG.create(
                kind, kind.parameters().stream().map(Parameter::defaultValue).toList());
    }
}
