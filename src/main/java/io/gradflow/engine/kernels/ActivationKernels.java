package io.gradflow.engine.kernels;

import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.Arctan;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Sigmoid;
import io.gradflow.nn.activation.Softsign;
import io.gradflow.nn.activation.Tanh;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Kernels of single activations. They are optional: an activation without one runs by its own code over arrays, which
 * gives the same bits and goes through memory more often. Each kernel is as {@link LaneActivation} says.
 */
public interface ActivationKernels {

    /** The one list of kernels: from an activation's class to its kernel, with the parameters of the activation. */
    Map<Class<? extends Activation>, BiFunction<ActivationKernels, Activation, LaneActivation>> BY_CLASS = Map.of(
            Relu.class, (kernels, activation) -> kernels::relu,
            LeakyRelu.class, (kernels, activation) -> kernels.leakyRelu((LeakyRelu) activation),
            Tanh.class, (kernels, activation) -> kernels::tanh,
            Sigmoid.class, (kernels, activation) -> kernels::sigmoid,
            Arctan.class, (kernels, activation) -> kernels::arctan,
            Softsign.class, (kernels, activation) -> kernels::softsign);

    /** Whether an activation has a kernel. */
    static boolean exists(Activation activation) {
        return BY_CLASS.containsKey(activation.getClass());
    }

    /** The kernel of an activation, with the activation's parameters; empty if it has none. */
    default Optional<LaneActivation> find(Activation activation) {
        return Optional.ofNullable(BY_CLASS.get(activation.getClass())).map(kernel -> kernel.apply(this, activation));
    }

    private LaneActivation leakyRelu(LeakyRelu activation) {
        return (z, values, derivatives, count) -> leakyRelu(activation.slope(), z, values, derivatives, count);
    }

    void relu(LaneTile z, LaneTile values, LaneTile derivatives, int count);

    /** The kernel of {@link LeakyRelu} with a slope. */
    void leakyRelu(double slope, LaneTile z, LaneTile values, LaneTile derivatives, int count);

    void tanh(LaneTile z, LaneTile values, LaneTile derivatives, int count);

    void sigmoid(LaneTile z, LaneTile values, LaneTile derivatives, int count);

    void arctan(LaneTile z, LaneTile values, LaneTile derivatives, int count);

    void softsign(LaneTile z, LaneTile values, LaneTile derivatives, int count);
}
