package io.gradflow.nn.schedule;

import java.io.Serializable;

/**
 * A rule by which the learning rate changes in the course of a training. The definitions are the closed forms of
 * PyTorch's {@code torch.optim.lr_scheduler}, stepped once an epoch.
 *
 * <p>Each schedule may begin with a warm-up of {@code W} epochs, in which the factor rises linearly:
 * {@code (e + 1) / (W + 1)} in epoch {@code e} from 0, which is PyTorch's
 * {@code LinearLR(start_factor=1/(W+1), total_iters=W)}. The schedule itself follows, from its own epoch 0, as in
 * PyTorch's {@code SequentialLR}.
 */
public interface Schedule extends Serializable {

    /** The number of epochs at the beginning in which the learning rate rises. */
    int warmUp();

    /**
     * The factor after the warm-up.
     *
     * @param epoch the epoch, from 0 for the first after the warm-up
     * @param epochs the number of epochs from the warm-up to the end of the training, at least 1
     */
    double factorAfterWarmUp(int epoch, int epochs);

    /**
     * The factor on the optimizer's learning rate in an epoch.
     *
     * @param epoch the epoch, from 0 for that of the first update to {@code epochs - 1}
     * @param epochs the number of epochs of the whole training
     */
    default double factor(int epoch, int epochs) {
        return epoch < warmUp()
                ? (epoch + 1.0) / (warmUp() + 1.0)
                : factorAfterWarmUp(epoch - warmUp(), epochs - warmUp());
    }
}
