package io.gradflow.engine;

import io.gradflow.data.Samples;
import io.gradflow.random.Purpose;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;

/**
 * The training samples at which Jacobians are measured: the first ones of a random permutation, which the task's seed
 * gives, so that those of a smaller number are among those of a larger one.
 */
public final class JacobianPoints {
    private JacobianPoints() {}

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
