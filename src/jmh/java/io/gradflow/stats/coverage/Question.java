package io.gradflow.stats.coverage;

import java.util.List;

/**
 * What a table of the page answers: how often intervals of the same value cover it.
 *
 * @param title above the table
 * @param names of the intervals, in the order in which {@code intervals} has them
 * @param intervals makes them
 * @param scenarios the rows
 */
record Question<D>(String title, List<String> names, Simulation.Intervals<D> intervals, List<Scenario<D>> scenarios) {
    Question {
        names = List.copyOf(names);
        scenarios = List.copyOf(scenarios);
    }
}
