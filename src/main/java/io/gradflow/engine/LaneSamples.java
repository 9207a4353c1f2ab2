package io.gradflow.engine;

import io.gradflow.data.Samples;
import io.gradflow.nn.Loss;
import java.util.Arrays;
import java.util.List;

/**
 * The training or the test samples of all lanes, what the networks make of them, and the losses. Lane-interleaved; the
 * networks have one output, so all arrays but the inputs hold one vector for each sample.
 */
final class LaneSamples {
    final int count;
    /** The features, and a unit that is 1. */
    final LaneTile[] inputs;
    /** The class of each sample. */
    final double[] targets;

    /** With room for whole tiles. */
    final double[] logits;

    final LaneTile[] logitTiles;
    final double[] outputs;
    final double[] losses;
    /** With room for whole tiles. */
    final double[] deltas;

    final LaneTile[] deltaTiles;

    /** Interleaves the samples of each lane; all have as many. */
    LaneSamples(List<Samples> samples, LaneMemory memory) {
        int lanes = samples.size();
        count = samples.get(0).count();
        int features = samples.get(0).features();
        inputs = memory.tiles(LaneTile.count(count), features + 1);
        targets = new double[count * lanes];
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
        logits = new double[tiles() * LaneTile.SAMPLES * lanes];
        logitTiles = LaneTile.sequence(logits, 0, tiles(), 1, lanes);
        deltas = new double[tiles() * LaneTile.SAMPLES * lanes];
        deltaTiles = LaneTile.sequence(deltas, 0, tiles(), 1, lanes);
        outputs = new double[count * lanes];
        losses = new double[count * lanes];
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
    void countCorrect(Loss loss, int[] counts) {
        Arrays.fill(counts, 0);
        for (int i = 0; i < targets.length; i += counts.length) {
            for (int lane = 0; lane < counts.length; lane++) {
                counts[lane] += loss.isCorrect(outputs[i + lane], targets[i + lane]) ? 1 : 0;
            }
        }
    }
}
