package io.gradflow.sweep;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration. */
public final class InvalidSweepException extends Exception {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // List.copyOf is serialisable
    private final List<String> problems;

    InvalidSweepException(List<String> problems) {
        super(problems.stream().collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** One line for each mistake. */
    public List<String> problems() {
        return problems;
    }
}
