package io.gradflow.engine.breeze;

import io.gradflow.data.Samples;
import io.gradflow.sweep.Task;

/** What a network makes of samples, of those that it was trained on or of any others. */
public final class NetworkOutputs {
    private NetworkOutputs() {}

    /**
     * The outputs of a network: probabilities where the loss makes them.
     *
     * @param task of the network
     * @param parameters its weights and biases, as {@link io.gradflow.nn.Architecture} lays them out
     * @return row-major, {@code samples.count() x outputs}
     */
    public static double[] of(Task task, double[] parameters, Samples samples) {
        var network = new BreezeNetwork(task.architecture(), task.activation(), task.loss(), parameters);
        double[] byUnit = network.forward(samples).output().outputs();
        int units = task.architecture().outputs();
        var bySample = new double[byUnit.length];
        for (int sample = 0; sample < samples.count(); sample++) {
            for (int unit = 0; unit < units; unit++) {
                bySample[sample * units + unit] = byUnit[unit * samples.count() + sample];
            }
        }
        return bySample;
    }
}
