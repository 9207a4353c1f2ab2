package io.gradflow.cli.replay;

import io.gradflow.data.Split;
import io.gradflow.engine.breeze.NetworkOutputs;
import io.gradflow.sweep.Task;
import java.util.List;

/**
 * A network at a logged epoch.
 *
 * @param parameters its weights and biases, as {@link io.gradflow.nn.Architecture} lays them out
 * @param train what it makes of the training samples
 * @param test what it makes of the test samples
 * @param units its hidden units over the training samples, layer by layer
 */
record LoggedNetwork(
        int epoch, double[] parameters, NetworkOutputs train, NetworkOutputs test, List<UnitActivation> units) {
    static LoggedNetwork of(Task task, Split split, int epoch, double[] parameters) {
        var train = NetworkOutputs.of(task, parameters, split.train());
        var test = NetworkOutputs.of(task, parameters, split.test());
        return new LoggedNetwork(
                epoch,
                parameters,
                train,
                test,
                UnitActivation.of(train, split.train().count()));
    }
}
