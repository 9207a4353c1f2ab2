package io.gradflow.nn.schedule;

import io.gradflow.catalog.Kind;

/**
 * A learning rate that falls exponentially: the factor in epoch {@code e} is {@code gamma^e}. It is PyTorch's
 * {@code ExponentialLR}.
 *
 * @param gamma the factor that multiplies the learning rate every epoch
 */
public record ExponentialSchedule(double gamma, int warmUp) implements Schedule {

    static final Kind<ExponentialSchedule> KIND = Kind.of(
                    "exponential",
                    ExponentialSchedule.class,
                    "gamma^e of the learning rate in epoch e",
                    ScheduleParameters.gamma(null, "what the learning rate is multiplied by every epoch"),
                    ScheduleParameters.warmUp())
            .withSource("torch.optim.lr_scheduler.ExponentialLR");

    @Override
    public double factorAfterWarmUp(int epoch, int epochs) {
        return StrictMath.pow(gamma, epoch);
    }
}
