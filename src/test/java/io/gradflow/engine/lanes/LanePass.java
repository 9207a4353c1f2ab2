package io.gradflow.engine.lanes;

import io.gradflow.data.Samples;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneMemory;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.loss.Loss;
import java.util.List;

/** Training passes of networks side by side, one for each element of a list of samples. */
public final class LanePass {
    private final LaneKernels kernels;
    private final LaneSamples samples;
    private final LaneNetwork network;
    private final int lanes;

    /** @param parameters lane-interleaved; each pass takes them as they are then */
    public LanePass(
            Architecture architecture, Activation activation, Loss loss, double[] parameters, List<Samples> samples) {
        lanes = samples.size();
        kernels = LaneKernels.ofWidth(lanes);
        var memory = new LaneMemory(lanes);
        var first = samples.get(0);
        this.samples = new LaneSamples(first.count(), first.features(), architecture.outputs(), memory);
        for (int lane = 0; lane < lanes; lane++) {
            this.samples.set(lane, samples.get(lane));
        }
        network = new LaneNetwork(kernels, architecture, activation, loss, parameters, memory);
    }

    public void train() {
        network.train(samples, null);
    }

    /** The mean loss of each lane in the last pass. */
    public double[] meanLosses() {
        var means = new double[lanes];
        samples.meanLosses(kernels, means);
        return means;
    }

    /** How many samples of each lane were put into their class in the last pass. */
    public int[] correct() {
        var correct = new int[lanes];
        samples.countCorrect(correct);
        return correct;
    }

    /** The gradient of the last pass, lane-interleaved; the network's own array. */
    public double[] gradient() {
        return network.gradient();
    }

    /** A lane's gradient of the last pass. */
    public double[] gradient(int lane) {
        var gradient = new double[network.gradient().length / lanes];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = network.gradient()[i * lanes + lane];
        }
        return gradient;
    }

    /** The pre-activations of a lane in the last pass. */
    public double[] preActivations(int lane, int count) {
        var z = new double[count];
        network.preActivations(samples, lane, z);
        return z;
    }
}
