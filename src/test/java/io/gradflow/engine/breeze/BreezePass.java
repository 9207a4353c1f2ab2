package io.gradflow.engine.breeze;

import io.gradflow.data.Samples;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.loss.Loss;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Passes of a Breeze network over some samples, each with the parameters as they are when it is asked for. */
public final class BreezePass {
    private final BreezeNetwork network;
    private final Samples samples;

    public BreezePass(
            Architecture architecture, Activation activation, Loss loss, double[] parameters, Samples samples) {
        network = new BreezeNetwork(architecture, activation, loss, parameters);
        this.samples = samples;
    }

    public double meanLoss() {
        return network.meanLoss(network.forward(samples));
    }

    public double accuracy() {
        return network.accuracy(network.forward(samples));
    }

    public double[] gradient() {
        return network.gradient(network.forward(samples));
    }

    public DoubleStream preActivations() {
        return network.forward(samples).hidden().stream()
                .flatMapToDouble(layer -> Arrays.stream(layer.preActivations()));
    }
}
