package io.gradflow.sweep;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A rule that leaves out cells: those whose values satisfy all its conditions. A condition looks at one axis alone, so
 * the cells of a product that a rule leaves out are a product, too.
 *
 * @param conditions on the values of some axes
 */
record Exclusion(Map<Axis<?>, Predicate<Object>> conditions) {

    /** The part of a product that the rule leaves out; empty if it leaves out nothing. */
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
