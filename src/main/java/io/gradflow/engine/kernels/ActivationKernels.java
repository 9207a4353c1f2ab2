package io.gradflow.engine.kernels;

import io.gradflow.nn.activation.Activation;
import java.util.Optional;

/**
 * Kernels of single activations. They are optional: an activation without one runs by its own code over arrays, which
 * gives the same bits and goes through memory more often. {@code VectorActivationKernels} lists the kernels.
 */
public interface ActivationKernels {

    /** The kernel of an activation, with the activation's parameters; empty if it has none. */
    Optional<LaneActivation> find(Activation activation);
}
