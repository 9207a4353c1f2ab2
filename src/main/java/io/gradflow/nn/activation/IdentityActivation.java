package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * The identity, which makes a linear network for comparison. It has no limit region, because it has no bound and is
 * never off.
 */
public record IdentityActivation() implements ArrayActivation {

    static final Kind<IdentityActivation> KIND = Kind.of("identity", IdentityActivation.class, "z: a linear network");

    private static final ActivationTraits TRAITS =
            ActivationTraits.withoutLimit(ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z, 0);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        for (int i = 0; i < count; i++) {
            values[i] = z[i];
        }
        // The derivative is 1, or NaN where z is NaN.
        functions.clamp(z, derivatives, 1, 1, 0, count);
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
