package io.gradflow.stats.coverage;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How often each interval at 95% contains the true value, by simulation. Prints the tables of the page about intervals
 * in Markdown. The same number of samples gives the same tables, whatever the machine.
 *
 * <p>{@code scripts/bench coverage}
 */
public final class CoverageTables {
    /** Half of one percent. */
    private static final double MOST_ERROR = 0.005;

    private static final long SEED = 1;

    private final Simulation simulation;
    private final PrintStream out;
    private long samples;

    private CoverageTables(Simulation simulation, PrintStream out) {
        this.simulation = simulation;
        this.out = out;
    }

    /** Expects the least number of samples of each row; there are more until all its standard errors are small. */
    public static void main(String... arguments) {
        var simulation = new Simulation(Integer.parseInt(arguments[0]), MOST_ERROR, SEED);
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new CoverageTables(simulation, out).print();
    }

    private void print() {
        out.println("In each cell: how many of 100 intervals contain the true value ± the standard error of that, and"
                + " the mean width.");
        var questions = Questions.all();
        for (int i = 0; i < questions.size(); i++) {
            print(questions.get(i), i);
        }
        out.printf(
                Locale.ROOT,
                "%n%,d samples in all: blocks of %,d for each row, until no standard error was above %.1f. Seed %d.%n",
                samples,
                simulation.block(),
                100 * simulation.most(),
                simulation.seed());
    }

    private <D> void print(Question<D> question, int number) {
        long begin = System.nanoTime();
        out.printf("%n### %s%n%n| population | n | %s |%n", question.title(), String.join(" | ", question.names()));
        out.println("| --- | ---: |" + " --- |".repeat(question.names().size()));
        for (int row = 0; row < question.scenarios().size(); row++) {
            var scenario = question.scenarios().get(row);
            var coverages = simulation.run(scenario, question.intervals(), number, row);
            out.println("| " + scenario.population() + " | " + scenario.seeds() + " | " + cells(coverages) + " |");
            samples += coverages.get(0).samples();
        }
        System.err.printf(Locale.ROOT, "%s: %.0f s%n", question.title(), (System.nanoTime() - begin) * 1e-9);
    }

    private static String cells(List<Coverage> coverages) {
        return coverages.stream().map(Coverage::cell).collect(Collectors.joining(" | "));
    }
}
