package io.gradflow.sweep;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A rule that leaves out cells: those whose value satisfies the condition of each key. As a condition looks at one axis
 * alone, what a rule leaves out of a product is a product.
 *
 * @param conditions of some axes, on their values
 */
record Exclusion(Map<Axis<?>, Predicate<Object>> conditions) {

    /** What it leaves out of a product; empty if that is nothing. */
    Optional<Product> in(Product product) {
        var excluded = product;
        for (var condition : conditions.entrySet()) {
            var narrowed = narrowed(excluded, condition.getKey(), condition.getValue());
            if (narrowed.isEmpty()) {
                return Optional.empty();
            }
            excluded = narrowed.get();
        }
        return Optional.of(excluded);
    }

    private static <V> Optional<Product> narrowed(Product product, Axis<V> axis, Predicate<Object> condition) {
        return product.values(axis) instanceof AxisValues.Listed<V> listed
                ? Optional.of(listed.filter(condition))
                        .filter(values -> !values.isEmpty())
                        .map(values -> product.with(axis, values))
                : Optional.empty();
    }
}
