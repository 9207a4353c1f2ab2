package io.gradflow.nn.optimizer;

import io.gradflow.nn.schedule.Schedule;
import java.io.Serializable;
import java.util.List;

/**
 * A rule for updating parameters from gradients: settings only, shared by all networks that use it.
 *
 * <p>The definitions are those of {@code torch.optim} of PyTorch 2, whose names the parameters have; where a rule is
 * another source's, it says so. In the formulas {@code w} is a parameter, {@code lr} the learning rate of the update,
 * which is {@link #learningRate()} times the factor of the {@link Schedule}, and {@code g} the gradient of the mean
 * loss by the parameter, after two steps that all rules have in common, first the one, then the other:
 *
 * <ul>
 *   <li>clipping, if {@link #clipNorm()} is not 0: {@code g <- g * min(1, clipNorm / (norm + 1e-6))}, where
 *       {@code norm} is the Euclidean norm of the whole gradient, as {@code torch.nn.utils.clip_grad_norm_} does;
 *   <li>weight decay, if {@link #weightDecay()} is not 0: {@code g <- g + weightDecay * w}, the gradient of an L2
 *       penalty on all parameters, biases included, as in PyTorch. {@link AdamW} decays otherwise.
 * </ul>
 *
 * All state starts at 0. Numbers that are not finite are worked on as any others; they make a training diverge.
 */
public interface Optimizer extends Serializable {

    /** Step size, before the factor of the schedule. */
    double learningRate();

    /** Factor on the parameters when they decay; 0 for no decay. */
    double weightDecay();

    /** The norm that no gradient is to exceed; 0 for no limit. */
    double clipNorm();

    /**
     * Whether the gradient is to be taken elsewhere than at the parameters: at what {@link Updater#lookAhead} says. The
     * same for all settings of a rule.
     */
    default boolean looksAhead() {
        return false;
    }

    /**
     * Fresh state for networks side by side, each with its own settings of the same rule. What is computed for a
     * network does not depend on its neighbours.
     *
     * @param lanes the rule of each network, all of this class
     * @param parameterCount of each network
     */
    Updater updater(List<Optimizer> lanes, int parameterCount);

    /** The rules together with their state. */
    interface Updater {
        /**
         * Makes one update in place. Parameters and gradient hold the first number of each network, then the second of
         * each, and so on.
         *
         * @param gradient of the mean loss by each parameter; left as it is
         * @param factors on the learning rate of each network
         */
        void update(double[] parameters, double[] gradient, double[] factors);

        /** Makes one update with the learning rates as they are. */
        void update(double[] parameters, double[] gradient);

        /**
         * Writes where the gradient for the next update is to be taken.
         *
         * @param parameters left as they are
         * @param point is filled
         */
        default void lookAhead(double[] parameters, double[] point) {
            System.arraycopy(parameters, 0, point, 0, point.length);
        }
    }
}
