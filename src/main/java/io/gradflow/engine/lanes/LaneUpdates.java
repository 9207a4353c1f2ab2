package io.gradflow.engine.lanes;

import io.gradflow.engine.BatchOrder;
import io.gradflow.engine.EpochWork;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneMemory;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.nn.schedule.Schedule;
import io.gradflow.sweep.Task;
import java.util.List;

/** Makes the updates of an epoch in every lane, with the samples in each lane's own order. */
final class LaneUpdates {
    private final LaneKernels kernels;
    private final int lanes;
    private final LaneNetwork network;
    private final double[] parameters;
    private final LaneSamples train;
    private final Schedule[] schedules;
    /** The learning rate factor of each lane, in this epoch. */
    private final double[] factors;

    private final Optimizer.Updater updater;
    private final boolean looksAhead;
    private final boolean sharesGradient;
    /** Where the gradient is computed: the parameters themselves, or an array for the look-ahead. */
    private final double[] point;

    private final int batchSize;
    private final BatchOrder[] batchOrders;
    /** The order of the samples in this epoch, for each lane. */
    private final int[][] orders;
    /** Room for the samples of an update; null if they are all samples in their own order. */
    private final LaneSamples batch;
    /** Room for the samples of an epoch's last update if they are fewer; null if all updates have equally many. */
    private final LaneSamples rest;

    /**
     * Prepares the updates.
     *
     * @param laneTasks the task of each lane
     * @param parameters of all lanes, which the updates change
     */
    LaneUpdates(
            LaneKernels kernels,
            List<Task> laneTasks,
            LaneNetwork network,
            double[] parameters,
            LaneSamples train,
            LaneMemory memory) {
        this.kernels = kernels;
        this.lanes = kernels.lanes();
        this.network = network;
        this.parameters = parameters;
        this.train = train;
        var first = laneTasks.get(0);
        schedules = laneTasks.stream().map(Task::schedule).toArray(Schedule[]::new);
        factors = new double[lanes];
        updater = first.optimizer()
                .updater(laneTasks.stream().map(Task::optimizer).toList(), parameters.length / lanes);
        looksAhead = first.optimizer().looksAhead();
        sharesGradient = EpochWork.sharesGradient(first);
        point = looksAhead ? new double[parameters.length] : parameters;

        batchSize = first.batch().size(train.count);
        boolean takesAllInOrder = batchSize == train.count && !first.batch().isShuffled();
        batch = takesAllInOrder ? null : train.room(batchSize, memory);
        int remaining = train.count % batchSize;
        rest = remaining == 0 ? null : train.room(remaining, memory);
        batchOrders = laneTasks.stream()
                .map(task -> new BatchOrder(task, train.count))
                .toArray(BatchOrder[]::new);
        orders = new int[lanes][];
    }

    /**
     * Whether {@link #update} uses the gradient that the network holds already: over all training samples, at the
     * parameters.
     */
    boolean sharesGradient() {
        return sharesGradient;
    }

    /**
     * Makes the updates of an epoch.
     *
     * @param epoch the epoch that ends with these updates, from 0
     * @param epochs how many epochs the training has
     * @param nonFinite one sum for each lane, to which NaN is added if a gradient computed here is not finite
     */
    void update(int epoch, int epochs, double[] nonFinite) {
        for (int lane = 0; lane < lanes; lane++) {
            factors[lane] = schedules[lane].factor(epoch, epochs);
        }
        if (sharesGradient) {
            updater.update(parameters, network.gradient(), factors);
        } else if (batch == null) {
            update(train, nonFinite);
        } else {
            for (int lane = 0; lane < lanes; lane++) {
                orders[lane] = batchOrders[lane].next();
            }
            for (int first = 0; first < train.count; first += batchSize) {
                var samples = train.count - first < batchSize ? rest : batch;
                samples.gather(train, orders, first);
                update(samples, nonFinite);
            }
        }
    }

    private void update(LaneSamples samples, double[] nonFinite) {
        if (looksAhead) {
            updater.lookAhead(parameters, point);
        }
        network.train(point, samples, null);
        kernels.sums().addNonFinite(network.gradient(), parameters.length / lanes, nonFinite);
        updater.update(parameters, network.gradient(), factors);
    }
}
