package io.gradflow.engine;

import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.loss.Losses;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A loss with a number of classes that it can tell apart, and a number of outputs that it can do so with.
 *
 * @param loss of the catalogue, with the parameters that hold when a configuration is silent; and with a clip
 */
public record EveryLoss(Loss loss, int classes, int outputs) {

    /** All that there are, of so many classes. */
    public static Stream<EveryLoss> ofUpTo(int classes) {
        return Stream.concat(
                        Losses.CATALOG.kinds().stream().map(kind -> TaskBuilder.byName(Losses.CATALOG, kind.name())),
                        Stream.of(new BinaryCrossEntropy(1e-8)))
                .flatMap(loss -> IntStream.rangeClosed(2, classes)
                        .boxed()
                        .flatMap(count ->
                                loss.outputs(count).stream().map(outputs -> new EveryLoss(loss, count, outputs))));
    }

    /** Those of one number of classes. */
    public static List<EveryLoss> of(int classes) {
        return ofUpTo(classes).filter(every -> every.classes() == classes).toList();
    }
}
