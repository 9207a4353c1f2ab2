package io.gradflow.spark;

import org.apache.spark.SparkEnv;

/** The process that runs a Spark task. */
public final class ThisExecutor {
    /** What Spark calls a driver that runs tasks itself. */
    private static final String DRIVER = "driver";

    private ThisExecutor() {}

    /** Its name for people. With a local master executor and driver are one process. */
    public static String name() {
        var env = SparkEnv.get();
        return env.executorId().equals(DRIVER)
                ? "the driver"
                : "executor " + env.executorId() + " on "
                        + env.blockManager().blockManagerId().host();
    }
}
