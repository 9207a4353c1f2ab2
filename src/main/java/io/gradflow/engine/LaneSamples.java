package io.gradflow.engine;

import io.gradflow.data.Samples;
import io.gradflow.nn.OutputBlock;
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

    /**
     * Interleaves the samples of each lane; all have as many.
     *
     * @param outputs of each network
     */
    LaneSamples(List<Samples> samples, int outputs, LaneMemory memory) {
        int lanes = samples.size();
        count = samples.get(0).count();
        int features = samples.get(0).features();
        inputs = memory.tiles(LaneTile.count(count), features + 1);
        var targets = new double[count * lanes];
        losses = new double[count * lanes];
        for (var tile : inputs) {
            tile.fill(features, lanes, 1);
        }
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

    /** How many tiles there are. */
    int tiles() {
        return inputs.length;
    }

    /** Writes each lane's mean loss, over the samples in their order. */
    void meanLosses(LaneKernels kernels, double[] means) {
        Arrays.fill(means, 0);
        kernels.add(losses, count, means);
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
