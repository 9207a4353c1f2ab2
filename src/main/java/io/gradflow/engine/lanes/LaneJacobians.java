package io.gradflow.engine.lanes;

import io.gradflow.data.Samples;
import io.gradflow.diagnostics.JacobianMetrics;
import io.gradflow.engine.JacobianPoints;
import io.gradflow.results.Measurement;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;

/** Measures Jacobians of the network in each lane, one lane after the other. */
final class LaneJacobians {
    private final int points;
    private final JacobianMetrics metrics;
    /** The inputs of each lane's points. */
    private final double[][] inputs;
    /** The parameters of one lane. */
    private final double[] ofLane;

    /**
     * Makes room for the work.
     *
     * @param first one of the tasks
     */
    LaneJacobians(DiagnosticGroups groups, Task first, int lanes) {
        points = JacobianPoints.count(groups, first);
        metrics = new JacobianMetrics(first.architecture(), first.activation(), points);
        inputs = new double[lanes][];
        ofLane = new double[first.architecture().parameterCount()];
    }

    /** Keeps the points of a lane. */
    void begin(int lane, Task task, Samples train) {
        inputs[lane] = JacobianPoints.inputs(task, train, points);
    }

    /**
     * Sets the metrics of a lane.
     *
     * @param parameters of all lanes
     */
    void set(Measurement measurement, int lane, double[] parameters) {
        int lanes = inputs.length;
        for (int i = 0; i < ofLane.length; i++) {
            ofLane[i] = parameters[i * lanes + lane];
        }
        metrics.set(measurement, ofLane, inputs[lane]);
    }
}
