package io.gradflow;

import java.lang.reflect.Proxy;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** JMH's own command line, but with the table alone on standard output and progress on standard error. */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        try {
            run(args);
        } catch (NoBenchmarksException e) {
            fail("no benchmark has such a name; scripts/bench -l lists them");
        } catch (CommandLineOptionException | RunnerException e) {
            fail(e.getMessage());
        }
    }

    private static void fail(String message) {
        System.err.println("bench: " + message);
        System.exit(2);
    }

    private static void run(String... args) throws Exception {
        var options = new CommandLineOptions(args);
        if (options.shouldHelp() || options.shouldList() || options.shouldListWithParams()) {
            Main.main(args);
            return;
        }
        var progress = OutputFormatFactory.createFormatInstance(
                System.err, options.verbosity().orElse(Defaults.VERBOSITY));
        var runner = new Runner(options, withoutTable(progress));
        var results = runner.run();
        ResultFormatFactory.getInstance(ResultFormatType.TEXT, System.out).writeOut(results);
    }

    private static OutputFormat withoutTable(OutputFormat progress) {
        return (OutputFormat) Proxy.newProxyInstance(
                OutputFormat.class.getClassLoader(),
                new Class<?>[] {OutputFormat.class},
                (proxy, method, arguments) ->
                        method.getName().equals("endRun") ? null : method.invoke(progress, arguments));
    }
}
