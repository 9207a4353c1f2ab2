package io.gradflow.nn.schedule;

import io.gradflow.catalog.Kind;

/**
 * A learning rate that falls in steps: the factor in epoch {@code e} is {@code gamma^floor(e / stepSize)}. It is
 * PyTorch's {@code StepLR}.
 *
 * @param stepSize the number of epochs from one reduction to the next
 * @param gamma the factor that multiplies the learning rate every {@code stepSize} epochs
 */
public record StepSchedule(int stepSize, double gamma, int warmUp) implements Schedule {

    static final Kind<StepSchedule> KIND = Kind.of(
                    "step",
                    StepSchedule.class,
                    "gamma^floor(e / step-size) of the learning rate in epoch e",
                    ScheduleParameters.stepSize(),
                    ScheduleParameters.gamma(0.1, "what the learning rate is multiplied by every step-size epochs"),
                    ScheduleParameters.warmUp())
            .withSource("torch.optim.lr_scheduler.StepLR");

    @Override
    public double factorAfterWarmUp(int epoch, int epochs) {
        int reductions = epoch / stepSize;
        return StrictMath.pow(gamma, reductions);
    }
}
