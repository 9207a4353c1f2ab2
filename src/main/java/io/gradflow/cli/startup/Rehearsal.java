package io.gradflow.cli.startup;

import io.gradflow.cli.Main;
import java.util.List;

/**
 * Runs a sweep and asks about it, in one JVM. The launcher has this done once, and keeps an archive of the classes that
 * were loaded for later commands. A query over few rows is interpreted, so that it takes others to load what generates
 * and compiles code.
 */
public final class Rehearsal {
    private static final List<String> QUERIES = List.of(
            "SELECT * FROM cells",
            "SELECT activation, scale, epoch, test_acc_mean FROM curves WHERE scale = 1.0 ORDER BY 1, 2, 3",
            "SELECT * FROM runs WHERE test_acc < 0.6",
            "SELECT activation, count(*), max(test_acc), avg(train_loss) FROM epochs GROUP BY activation");

    private Rehearsal() {}

    /** Expects the configuration of a sweep, and the folder of a store that is not there. */
    public static void main(String[] arguments) {
        String store = arguments[1];
        int exitCode = Main.run("run", arguments[0], "--store", store);
        if (exitCode == 0) {
            exitCode = Main.run("sql", "--store", store, "--format", "csv", String.join("; ", QUERIES));
        }
        if (exitCode != 0) {
            throw new IllegalStateException("a command of the rehearsal ended with exit code " + exitCode);
        }
    }
}
