package io.gradflow.cli.figure;

import io.gradflow.figure.Figure;
import io.gradflow.figure.Panel;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The figure of a store in which no network has ended yet: its axes, and a note. */
final class Nothing {
    private Nothing() {}

    static Figure figure(Request request) {
        String what = request.metrics().isEmpty()
                ? request.reach().isPresent() ? "share of runs" : "unit"
                : request.caption(request.metrics().get(0)).brief();
        var y = Axes.numbers(what, "", request.y()).apply(DoubleStream.empty());
        return new Figure(
                request.title()
                        .orElse(what + " by " + (request.by().isEmpty() ? "epoch" : Assembly.names(request.by()))),
                List.of(new Panel("", 0, 0, y, List.of())),
                Axes.epochs(request.x()).apply(DoubleStream.empty()),
                List.of(),
                Optional.empty(),
                List.of("No network of this store has ended yet, so there is nothing to draw."));
    }
}
