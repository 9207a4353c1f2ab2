package io.gradflow.nn.optimizer;

import io.gradflow.nn.schedule.Schedule;
import java.io.Serializable;
import java.util.List;

/**
 * A rule that updates parameters from gradients. It holds only settings, which all networks that use it share. The
 * state of a training is in an {@link Updater}.
 *
 * <p>The definitions and the names of the parameters are those of {@code torch.optim} of PyTorch 2; a rule that has
 * another source names it. In the formulas {@code w} is a parameter and {@code lr} the learning rate of the update,
 * which is {@link #learningRate()} times the factor of the {@link Schedule}. {@code g} is the gradient of the mean loss
 * with respect to the parameter, after two steps that all rules have in common, in this order:
 *
 * <ul>
 *   <li>Clipping, if {@link #clipNorm()} is not 0: {@code g <- g * min(1, clipNorm / (norm + 1e-6))}, where {@code
 *       norm} is the Euclidean norm of the whole gradient, as {@code torch.nn.utils.clip_grad_norm_} does.
 *   <li>Weight decay, if {@link #penalty()} is not 0: {@code g <- g + penalty * w}, the gradient of an L2 penalty on
 *       all parameters, biases included, as in PyTorch.
 * </ul>
 *
 * All state starts at 0. Numbers that are not finite are treated like any others; they make a training diverge.
 */
public interface Optimizer extends Serializable {

    /** The step size, before the factor of the schedule. */
    double learningRate();

    /** The factor on the parameters by which they decay; 0 for no decay. */
    double weightDecay();

    /** The norm that no gradient may exceed; 0 for no limit. */
    double clipNorm();

    /**
     * The factor with which the parameters are added to the gradient. It is the weight decay, unless a rule applies the
     * decay in another way.
     */
    default double penalty() {
        return weightDecay();
    }

    /**
     * Whether the gradient must be computed at the point that {@link Updater#lookAhead} gives instead of at the
     * parameters. It is the same for all settings of a rule.
     */
    default boolean looksAhead() {
        return false;
    }

    /**
     * Makes new state for networks that are trained side by side, each with its own settings of the same rule. The
     * results of a network do not depend on its neighbours.
     *
     * @param lanes the optimizer of each network, all of this class
     * @param parameterCount the number of parameters of each network
     */
    Updater updater(List<Optimizer> lanes, int parameterCount);

    /** The optimizers of some networks together with the state of their training. */
    interface Updater {
        /**
         * Makes one update in place. Parameters and gradient hold the first number of each network, then the second
         * number of each, and so on.
         *
         * @param gradient the derivative of the mean loss with respect to each parameter; not changed
         * @param factors the factor on the learning rate of each network
         */
        void update(double[] parameters, double[] gradient, double[] factors);

        /**
         * Writes the point at which the gradient for the next update must be computed.
         *
         * @param parameters not changed
         * @param point overwritten, as long as {@code parameters}
         */
        default void lookAhead(double[] parameters, double[] point) {
            System.arraycopy(parameters, 0, point, 0, point.length);
        }
    }
}
