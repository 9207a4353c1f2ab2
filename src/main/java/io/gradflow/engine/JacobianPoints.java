package io.gradflow.engine;

import io.gradflow.data.Samples;
import io.gradflow.random.Purpose;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;

/**
 * The training samples at which Jacobians are measured: the first ones of a random permutation, which the task's seed
 * gives, so that those of a smaller number are among those of a larger one.
 */
public final class JacobianPoints {
    /** The singular values of an m x n matrix take this many seconds for each max(m, n) min(m, n)^2, as measured. */
    private static final double SECONDS = 7e-9;

    private JacobianPoints() {}

    /**
     * The predicted core-seconds of all Jacobians of a task: in each row that has them, at each point, one of each
     * weight layer and that of the network.
     */
    static double predictedSeconds(Logging logging, Task task) {
        long rows = logging.rows(DiagnosticGroup.JACOBIAN, task.epochs());
        if (rows == 0) {
            return 0;
        }
        var architecture = task.architecture();
        double work = work(architecture.inputs(), architecture.outputs());
        for (int layer = 0; layer < architecture.layers(); layer++) {
            work += work(architecture.fanIn(layer), architecture.fanOut(layer));
        }
        return SECONDS * work * rows * count(logging.groups(), task);
    }

    private static double work(double rows, double columns) {
        double shorter = Math.min(rows, columns);
        return rows * columns * shorter;
    }

    /** How many points there are: all training samples if the groups ask for more. */
    public static int count(DiagnosticGroups groups, Task task) {
        return Math.min(groups.points(), task.dataset().trainCount());
    }

    /**
     * The inputs of the points, row-major, a row for each.
     *
     * @param count how many points there are
     */
    public static double[] inputs(Task task, Samples train, int count) {
        int[] order = task.seeding().generator(task.seed(), Purpose.POINTS).permutation(train.count());
        return train.select(order, 0, count).inputs();
    }
}
