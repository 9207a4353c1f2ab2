package io.gradflow.engine.lanes;

import io.gradflow.data.Samples;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneMemory;
import io.gradflow.engine.kernels.LaneTile;
import io.gradflow.nn.loss.OutputBlock;
import java.util.Arrays;

/** The training or the test samples of all lanes, with the outputs and losses of the networks; all lane-interleaved. */
final class LaneSamples {
    final int count;
    /** Tiles with a unit for each feature, followed by a unit that is 1 for all samples. */
    final LaneTile[] inputs;

    final LaneTile[] logitTiles;
    final LaneTile[] deltaTiles;
    /** The outputs of each tile, for the loss; an item of a block is a sample of a lane. */
    final OutputBlock[] blocks;
    /** The loss of each sample, one vector for each. */
    private final double[] losses;

    private final int lanes;
    private final int features;
    private final int outputs;
    private final double[] targets;

    /**
     * Makes room for samples.
     *
     * @param count how many samples each lane has
     * @param outputs how many outputs each network has
     */
    LaneSamples(int count, int features, int outputs, LaneMemory memory) {
        this.count = count;
        this.features = features;
        this.outputs = outputs;
        lanes = memory.lanes();
        inputs = memory.tiles(LaneTile.count(count), features + 1);
        targets = new double[count * lanes];
        losses = new double[count * lanes];
        for (var tile : inputs) {
            tile.fill(features, lanes, 1);
        }
        int unit = LaneTile.SAMPLES * lanes;
        int size = Math.multiplyExact(tiles(), Math.multiplyExact(outputs, unit));
        var logits = new double[size];
        logitTiles = LaneTile.sequence(logits, 0, tiles(), outputs, lanes);
        var deltas = new double[size];
        deltaTiles = LaneTile.sequence(deltas, 0, tiles(), outputs, lanes);
        var networkOutputs = new double[size];
        blocks = new OutputBlock[tiles()];
        Arrays.setAll(
                blocks,
                tile -> new OutputBlock(
                        outputs,
                        LaneTile.samples(tile, count) * lanes,
                        logits,
                        networkOutputs,
                        deltas,
                        logitTiles[tile].offset(),
                        unit,
                        targets,
                        losses,
                        tile * unit));
    }

    /** Copies samples into the room of a lane. */
    void set(int lane, Samples samples) {
        double[] laneInputs = samples.inputs();
        int[] labels = samples.labels();
        for (int i = 0; i < count; i++) {
            var tile = inputs[i / LaneTile.SAMPLES];
            for (int feature = 0; feature < features; feature++) {
                tile.set(feature, i % LaneTile.SAMPLES, lane, lanes, laneInputs[i * features + feature]);
            }
            targets[i * lanes + lane] = labels[i];
        }
    }

    /** Room for so many samples with the features and outputs of these. */
    LaneSamples room(int samples, LaneMemory memory) {
        return new LaneSamples(samples, features, outputs, memory);
    }

    /**
     * Copies samples until the room is full.
     *
     * @param all the samples to copy from
     * @param orders for each lane, indices of samples
     * @param first where in each order to begin
     */
    void gather(LaneSamples all, int[][] orders, int first) {
        for (int i = 0; i < count; i++) {
            var tile = inputs[i / LaneTile.SAMPLES];
            int row = i % LaneTile.SAMPLES;
            for (int lane = 0; lane < lanes; lane++) {
                int sample = orders[lane][first + i];
                var from = all.inputs[sample / LaneTile.SAMPLES];
                int fromRow = sample % LaneTile.SAMPLES;
                for (int feature = 0; feature < features; feature++) {
                    tile.set(feature, row, lane, lanes, from.get(feature, fromRow, lane, lanes));
                }
                targets[i * lanes + lane] = all.targets[sample * lanes + lane];
            }
        }
    }

    /** How many tiles there are. */
    int tiles() {
        return inputs.length;
    }

    /** Computes each lane's mean loss; the losses are added up in the order of the samples. */
    void meanLosses(LaneKernels kernels, double[] means) {
        Arrays.fill(means, 0);
        kernels.sums().add(losses, count, means);
        for (int lane = 0; lane < means.length; lane++) {
            means[lane] /= count;
        }
    }

    /**
     * Whether all samples of a lane have the same logits, and these are finite. Of a network that is not constant it
     * looks at two samples as a rule.
     */
    boolean isConstant(int lane) {
        for (int output = 0; output < outputs; output++) {
            double first = logitTiles[0].get(output, 0, lane, lanes);
            if (!Double.isFinite(first)) {
                return false;
            }
            for (int i = 0; i < count; i++) {
                if (logitTiles[i / LaneTile.SAMPLES].get(output, i % LaneTile.SAMPLES, lane, lanes) != first) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Counts the samples of each lane that its network puts into the right class. */
    void countCorrect(int[] counts) {
        Arrays.fill(counts, 0);
        for (var block : blocks) {
            block.countCorrect(counts);
        }
    }
}
