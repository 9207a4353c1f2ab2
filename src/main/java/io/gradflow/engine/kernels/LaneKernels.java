package io.gradflow.engine.kernels;

import io.gradflow.nn.activation.Activation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kernels of every role for vectors of one width.
 *
 * @param lanes how many networks a vector holds, one double for each
 */
public record LaneKernels(
        int lanes,
        PackingKernels packing,
        ForwardKernels forward,
        BackwardKernels backward,
        GradientKernels gradients,
        ActivationKernels activations,
        StatisticsKernels statistics,
        SearchKernels search,
        SumKernels sums,
        FunctionKernels functions) {

    private static final Map<Integer, LaneKernels> LOADED = new ConcurrentHashMap<>();

    /**
     * The kernels for vectors of so many doubles. They are loaded once for each width.
     *
     * @param lanes 2, 4 or 8; a machine without instructions for the width computes the same bits, slowly
     */
    public static LaneKernels ofWidth(int lanes) {
        return LOADED.computeIfAbsent(lanes, LaneKernelLoader::load);
    }

    /** The number of doubles in the widest vectors that this machine has instructions for: 2, 4 or 8. */
    public static int preferredLanes() {
        return Math.min(Math.max(LaneKernelLoader.preferredLanes(), 2), 8);
    }

    /** An activation over tiles: by its kernel, or by its own code over arrays if it has no kernel. */
    public LaneActivation activation(Activation activation) {
        return activations.find(activation).orElseGet(() -> new BlockwiseActivation(activation, lanes, functions));
    }
}
