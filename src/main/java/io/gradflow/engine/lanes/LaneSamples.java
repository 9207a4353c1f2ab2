package io.gradflow.engine.lanes;

import io.gradflow.data.Samples;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneMemory;
import io.gradflow.engine.kernels.LaneTile;
import io.gradflow.nn.loss.OutputBlock;
import java.util.Arrays;
import java.util.List;

/** The training or the test samples of all lanes, what the networks make of them, and the losses. Lane-interleaved. */
final class LaneSamples {
    final int count;
    /** The features, and a unit that is 1. */
    final LaneTile[] inputs;

    final LaneTile[] logitTiles;
    final LaneTile[] deltaTiles;
    /** For each tile its outputs; an item is a sample of a lane. */
    final OutputBlock[] blocks;
    /** One vector for each sample. */
    private final double[] losses;

    private final int lanes;
    private final int features;
    private final int outputs;
    private final double[] targets;

    /**
     * Interleaves the samples of each lane; all have as many.
     *
     * @param outputs of each network
     */
    LaneSamples(List<Samples> samples, int outputs, LaneMemory memory) {
        this(samples.get(0).count(), samples.get(0).features(), outputs, memory);
        for (int lane = 0; lane < lanes; lane++) {
            double[] laneInputs = samples.get(lane).inputs();
            int[] labels = samples.get(lane).labels();
            for (int i = 0; i < count; i++) {
                var tile = inputs[i / LaneTile.SAMPLES];
                for (int feature = 0; feature < features; feature++) {
                    tile.set(feature, i % LaneTile.SAMPLES, lane, lanes, laneInputs[i * features + feature]);
                }
                targets[i * lanes + lane] = labels[i];
            }
        }
    }

    /** Room for samples of which none is there yet. */
    private LaneSamples(int count, int features, int outputs, LaneMemory memory) {
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

    /** Room for so many samples like these. */
    LaneSamples room(int samples, LaneMemory memory) {
        return new LaneSamples(samples, features, outputs, memory);
    }

    /**
     * Takes over as many samples as there is room for.
     *
     * @param orders for each lane indices of samples
     * @param first where in each order they start
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

    /** Writes each lane's mean loss, over the samples in their order. */
    void meanLosses(LaneKernels kernels, double[] means) {
        Arrays.fill(means, 0);
        kernels.sums().add(losses, count, means);
        for (int lane = 0; lane < means.length; lane++) {
            means[lane] /= count;
        }
    }

    /** Writes how many samples of each lane the networks put into their class. */
    void countCorrect(int[] counts) {
        Arrays.fill(counts, 0);
        for (var block : blocks) {
            block.countCorrect(counts);
        }
    }
}
