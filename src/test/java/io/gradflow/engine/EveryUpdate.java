package io.gradflow.engine;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.nn.batch.Batching;
import io.gradflow.nn.batch.FullBatch;
import io.gradflow.nn.batch.MiniBatch;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.nn.optimizer.Optimizers;
import io.gradflow.nn.schedule.ConstantSchedule;
import io.gradflow.nn.schedule.CosineSchedule;
import io.gradflow.nn.schedule.ExponentialSchedule;
import io.gradflow.nn.schedule.Schedule;
import io.gradflow.nn.schedule.StepSchedule;
import java.util.List;
import java.util.stream.Stream;

/** All optimizers, with settings for neighbours, and schedules and batchings to combine them with. */
public final class EveryUpdate {
    private static final List<Schedule> SCHEDULES = List.of(
            new ConstantSchedule(),
            new CosineSchedule(0.1, 3),
            new StepSchedule(4, 0.5, 0),
            new ExponentialSchedule(0.9, 1),
            new ConstantSchedule(5),
            new CosineSchedule(0, 0),
            new StepSchedule(1, 0.8, 2));

    private EveryUpdate() {}

    public static Stream<String> optimizers() {
        return Optimizers.CATALOG.kinds().stream().map(Kind::name);
    }

    /** An optimizer of that kind for a lane: with the defaults in none of them, and no two alike. */
    public static Optimizer optimizer(String kind, int lane) {
        var found = Optimizers.CATALOG.kind(kind).orElseThrow();
        return Optimizers.CATALOG.create(
                found,
                found.parameters().stream()
                        .map(parameter -> setting(parameter, lane))
                        .toList());
    }

    private static double setting(Parameter<?> parameter, int lane) {
        double defaultValue = (Double) parameter.defaultValue();
        return switch (parameter.name()) {
            case "learning-rate" -> defaultValue * (1 + lane);
            case "weight-decay" -> lane % 3 == 1 ? 0 : 0.02 * (1 + lane);
            case "clip-norm" -> lane % 2 == 0 ? 0 : 0.05 * lane;
            case "lookahead" -> new double[] {defaultValue, 1.8, 0, 0.5}[lane % 4];
            case "eps" -> lane % 2 == 0 ? defaultValue : 1e-3;
            case "momentum-decay" -> lane % 2 == 0 ? defaultValue : 0.1;
            default -> lane % 3 == 0 ? defaultValue : 0.9 - 0.1 * lane;
        };
    }

    public static Schedule schedule(int lane) {
        return SCHEDULES.get(lane % SCHEDULES.size());
    }

    /** In order and shuffled; sizes that divide 39 samples and that leave a rest, of one tile and of several. */
    public static Stream<Batching> batchings() {
        return Stream.of(
                new FullBatch(),
                new MiniBatch(13, true),
                new MiniBatch(1, true),
                new MiniBatch(7, false),
                new MiniBatch(17, true),
                new MiniBatch(32, false),
                new MiniBatch(39, true),
                new MiniBatch(39, false),
                new MiniBatch(1000, true));
    }
}
