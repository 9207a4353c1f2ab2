package io.gradflow.cli.figure;

import io.gradflow.figure.Axis;
import io.gradflow.figure.Limits;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** Axes around the numbers of marks. */
public final class Axes {
    private Axes() {}

    /** An axis of numbers with the ends that the user asked for. */
    static Function<DoubleStream, Axis> numbers(String label, String unit, Request.Ends ends) {
        return values -> Axis.ofNumbers(
                label, unit, ends.scale(), Limits.around(values, ends.scale(), ends.least(), ends.most()));
    }

    /** An axis of numbers with ends that fit them. */
    public static Axis numbers(String label, DoubleStream values) {
        return numbers(label, "", Request.Ends.FREE).apply(values);
    }

    /** The axis of what is drawn by epoch, with the ends that the user asked for. */
    static Function<DoubleStream, Axis> epochs(Request.Ends ends) {
        return values -> Axis.ofWholeNumbers(
                "epoch", ends.scale(), Limits.around(values, ends.scale(), ends.least(), ends.most()));
    }

    /** The axis of what is drawn by epoch, with ends that fit. */
    public static Axis epochs(DoubleStream values) {
        return epochs(Request.Ends.FREE).apply(values);
    }

    /** An axis of names. */
    static Function<DoubleStream, Axis> names(String label, List<String> categories) {
        return values -> Axis.ofCategories(label, categories);
    }
}
