package io.gradflow.engine;

import io.gradflow.data.Samples;
import java.util.Arrays;
import java.util.List;

/**
 * The training or the test samples of all lanes, what the networks make of them, and the losses. Lane-interleaved; the
 * networks have one output, so all arrays but the inputs hold one vector for each sample.
 */
final class LaneSamples {
    final int count;
    /** {@code count x features} vectors. */
    final double[] inputs;
    /** The class of each sample. */
    final double[] targets;

    final double[] logits;
    final double[] outputs;
    final double[] losses;
    final double[] deltas;
    private final int lanes;

    /** Interleaves the samples of each lane; all have as many. */
    LaneSamples(List<Samples> samples) {
        lanes = samples.size();
        count = samples.get(0).count();
        int features = samples.get(0).features();
        inputs = new double[count * features * lanes];
        targets = new double[count * lanes];
        for (int lane = 0; lane < lanes; lane++) {
            double[] laneInputs = samples.get(lane).inputs();
            for (int i = 0; i < laneInputs.length; i++) {
                inputs[i * lanes + lane] = laneInputs[i];
            }
            int[] labels = samples.get(lane).labels();
            for (int i = 0; i < count; i++) {
                targets[i * lanes + lane] = labels[i];
            }
        }
        logits = new double[count * lanes];
        outputs = new double[count * lanes];
        losses = new double[count * lanes];
        deltas = new double[count * lanes];
    }

    /** Writes each lane's mean loss, over the samples in their order. */
    void meanLosses(double[] means) {
        Arrays.fill(means, 0);
        for (int i = 0; i < losses.length; i += lanes) {
            for (int lane = 0; lane < lanes; lane++) {
                means[lane] += losses[i + lane];
            }
        }
        for (int lane = 0; lane < lanes; lane++) {
            means[lane] /= count;
        }
    }
}
