package io.gradflow.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Round numbers for an axis. */
final class Ticks {
    /** The steps between ticks, times a power of ten. */
    private static final double[] STEPS = {1, 2, 5, 10};

    /** So many ticks tell the scale. */
    private static final int LEAST = 2;

    /** What a step of limits may miss by rounding. */
    private static final double SLACK = 1e-9;

    private Ticks() {}

    static List<Tick> ofCategories(List<String> categories) {
        return IntStream.range(0, categories.size())
                .mapToObj(i -> new Tick(i, categories.get(i)))
                .toList();
    }

    /**
     * Ticks within limits, at most so many with a label.
     *
     * @param areWhole whether there are none between whole numbers
     */
    static List<Tick> of(Scale scale, Limits limits, int most, boolean areWhole) {
        if (scale == Scale.LOG) {
            double decades = Math.log10(limits.high()) - Math.log10(limits.low());
            if (decades >= 1.5) {
                return powersOfTen(limits, most);
            }
        }
        return linear(limits, most, areWhole ? 1 : 0);
    }

    private static List<Tick> linear(Limits limits, int most, double leastStep) {
        double step = step((limits.high() - limits.low()) / Math.max(1, most));
        if (last(limits, step) - first(limits, step) >= most) {
            step = step(step * 1.5);
        }
        while (most >= LEAST && last(limits, step) - first(limits, step) < LEAST - 1) {
            // The next round step is at least 0.4 of this one.
            step = step(step / 3);
        }
        step = Math.max(step, leastStep);
        var ticks = new ArrayList<Tick>();
        long last = last(limits, step);
        for (long i = first(limits, step); i <= last; i++) {
            var exact = BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(i));
            ticks.add(new Tick(exact.doubleValue(), label(exact)));
        }
        return ticks;
    }

    private static long first(Limits limits, double step) {
        return (long) Math.ceil(limits.low() / step - SLACK);
    }

    private static long last(Limits limits, double step) {
        return (long) Math.floor(limits.high() / step + SLACK);
    }

    /** The least round step that is not below another. */
    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double candidate : STEPS) {
            if (candidate * power >= least * (1 - SLACK)) {
                // Without the noise of the power, which would be in every label.
                return new BigDecimal(candidate * power, new MathContext(3)).doubleValue();
            }
        }
        return 10 * power;
    }

    private static List<Tick> powersOfTen(Limits limits, int most) {
        int first = (int) Math.ceil(Math.log10(limits.low()) - SLACK);
        int last = (int) Math.floor(Math.log10(limits.high()) + SLACK);
        int step = Math.max(1, (int) Math.ceil((last - first + 1) / (double) Math.max(1, most)));
        while (most >= LEAST && step > 1 && Math.floorDiv(last, step) - Math.floorDiv(first - 1, step) < LEAST) {
            step--;
        }
        var ticks = new ArrayList<Tick>();
        for (int power = first - 1; power <= last; power++) {
            if (power >= first) {
                boolean isNamed = Math.floorMod(power, step) == 0;
                ticks.add(new Tick(Math.pow(10, power), isNamed ? label(BigDecimal.ONE.scaleByPowerOfTen(power)) : ""));
            }
            for (int digit = 2; step == 1 && digit < 10; digit++) {
                double value = digit * Math.pow(10, power);
                if (limits.contains(value)) {
                    ticks.add(new Tick(value, ""));
                }
            }
        }
        return ticks;
    }

    private static String label(BigDecimal value) {
        double size = Math.abs(value.doubleValue());
        if (size != 0 && (size < 1e-3 || size >= 1e6)) {
            var brief = value.round(new MathContext(4)).stripTrailingZeros();
            int power = brief.precision() - 1 - brief.scale();
            return brief.scaleByPowerOfTen(-power).toPlainString() + "e" + power;
        }
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
