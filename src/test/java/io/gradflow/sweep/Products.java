package io.gradflow.sweep;

import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.initializer.Xavier;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.random.Seeding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Products of axes for tests, and their tasks by nested loops. */
final class Products {
    /** One small task. */
    static final Product ONE = Product.UNSET
            .with(ConfigurationKeys.DATASET, List.of(new Xor(40, 0, 0.25, false)))
            .with(ConfigurationKeys.ARCHITECTURE, List.of(Architecture.parse("2-3-1")))
            .with(ConfigurationKeys.ACTIVATION, List.of(new Relu()))
            .with(ConfigurationKeys.LOSS, List.of(new BinaryCrossEntropy(0)))
            .with(ConfigurationKeys.OPTIMIZER, List.of(new GradientDescent(0.1)))
            .with(ConfigurationKeys.EPOCHS, List.of(5))
            .with(ConfigurationKeys.SEEDING, List.of(Seeding.STUDY))
            .with(ConfigurationKeys.INIT, List.of(new Xavier()))
            .with(ConfigurationKeys.SCALE, List.of(1.0))
            .with(ConfigurationKeys.SEED, seeds(0, 0));

    private Products() {}

    static Seeds seeds(long first, long last) {
        return new Seeds(List.of(new Seeds.Range(first, last)));
    }

    static Product of(List<Dataset> datasets, List<Activation> activations, List<Double> scales, Seeds seeds) {
        return ONE.with(ConfigurationKeys.DATASET, datasets)
                .with(ConfigurationKeys.ACTIVATION, activations)
                .with(ConfigurationKeys.SCALE, scales)
                .with(ConfigurationKeys.SEED, seeds);
    }

    static Stream<Task> tasks(Grid grid) {
        return LongStream.range(0, grid.size()).mapToObj(grid::task);
    }

    /** All combinations, one axis after the other: another way than that of the product. */
    static Set<Task> combinations(Product product) {
        List<List<Object>> heads = List.of(List.of());
        for (var values : product.values()) {
            var longer = new ArrayList<List<Object>>();
            for (var head : heads) {
                for (long i = 0; i < values.size(); i++) {
                    var combination = new ArrayList<>(head);
                    combination.add(values.get(i));
                    longer.add(combination);
                }
            }
            heads = longer;
        }
        var tasks = new HashSet<Task>();
        for (var combination : heads) {
            var task = new Task.Builder();
            for (int i = 0; i < combination.size(); i++) {
                set(task, ConfigurationKeys.ALL.get(i), combination.get(i));
            }
            tasks.add(task.build());
        }
        return tasks;
    }

    @SuppressWarnings("unchecked") // products hold values of V for an axis of V
    private static <V> void set(Task.Builder task, Axis<V> axis, Object value) {
        if (value != null) {
            task.with(axis, (V) value);
        }
    }
}
