package io.gradflow.nn.schedule;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;

/**
 * A learning rate that falls along half a cosine from the end of the warm-up to the end of the training. The factor in
 * epoch {@code e} of {@code E} is {@code minimum + (1 - minimum) (1 + cos(pi e / E)) / 2}, after Loshchilov and Hutter
 * (2017). It is PyTorch's {@code CosineAnnealingLR} with {@code T_max = E} and {@code eta_min} as a share.
 *
 * @param minimum the share of the learning rate that would be reached after the last epoch
 */
public record CosineSchedule(double minimum, int warmUp) implements Schedule {

    static final Kind<CosineSchedule> KIND = Kind.of(
                    "cosine",
                    CosineSchedule.class,
                    "minimum + (1 - minimum) (1 + cos(pi e / E)) / 2 of the learning rate in epoch e of E",
                    Parameter.number(
                            "minimum",
                            0.0,
                            Rule.in(0, 1),
                            "share of the learning rate towards which it falls in the end"),
                    ScheduleParameters.warmUp())
            .withSource("I. Loshchilov and F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017,"
                    + " arXiv:1608.03983; torch.optim.lr_scheduler.CosineAnnealingLR");

    @Override
    public double factorAfterWarmUp(int epoch, int epochs) {
        return minimum + (1 - minimum) * (1 + StrictMath.cos(Math.PI * epoch / epochs)) / 2;
    }
}
