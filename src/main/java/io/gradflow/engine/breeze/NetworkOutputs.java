package io.gradflow.engine.breeze;

import io.gradflow.data.Samples;
import io.gradflow.diagnostics.HiddenLayer;
import io.gradflow.sweep.Task;
import java.util.List;

/**
 * What a network makes of samples, of those that it was trained on or of any others.
 *
 * @param outputs probabilities where the loss makes them; row-major, a row for each sample
 * @param hidden phi(z) of each hidden layer; unit by unit, all samples of the first unit first
 */
public record NetworkOutputs(double[] outputs, List<double[]> hidden) {
    /**
     * The outputs of a network.
     *
     * @param task of the network
     * @param parameters its weights and biases, as {@link io.gradflow.nn.Architecture} lays them out
     */
    public static NetworkOutputs of(Task task, double[] parameters, Samples samples) {
        var network = new BreezeNetwork(task.architecture(), task.activation(), task.loss(), parameters);
        var pass = network.forward(samples);
        double[] byUnit = pass.output().outputs();
        int units = task.architecture().outputs();
        var bySample = new double[byUnit.length];
        for (int sample = 0; sample < samples.count(); sample++) {
            for (int unit = 0; unit < units; unit++) {
                bySample[sample * units + unit] = byUnit[unit * samples.count() + sample];
            }
        }
        return new NetworkOutputs(
                bySample, pass.hidden().stream().map(HiddenLayer::values).toList());
    }
}
