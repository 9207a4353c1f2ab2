package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    @Test
    void tellsAxesCellsTasksAndRowsOfTheStudy() {
        var plan = Invocation.of("plan", "conf/study.conf", "--format", "csv", "--master", "local[2]");
        assertEquals(0, plan.exitCode(), plan.err());
        assertEquals("", plan.err());
        var lines = plan.outLines();
        assertEquals("item,count,detail", lines.get(0));
        assertTrue(
                lines.containsAll(List.of(
                        "activation,4,\"relu, tanh, arctan, softsign\"",
                        "scale,3,\"0.5, 1.0, 2.0\"",
                        "optimizer.learning-rate,1,0.05",
                        "seed,10,0..9",
                        "cells,12,combinations of all but the seed",
                        "tasks,120,networks to train",
                        "model-epochs,359880,epochs of all networks together",
                        "rows,360000,log-every = 1")),
                plan.out());
    }

    @Test
    void tellsHowFullThePacksOfTheEngineAre() {
        assertEquals(
                "packs,16,\"of 8 networks, 93% of the lanes filled; engine = lanes\"", packs("execution.lane-width=8"));
        assertEquals(
                "packs,32,\"of 4 networks, 93% of the lanes filled; engine = lanes\"", packs("execution.lane-width=4"));
        assertEquals(
                "packs,60,\"of 2 networks, 100% of the lanes filled; engine = lanes\"",
                packs("execution.lane-width=2"));
        assertEquals("packs,120,of one network; engine = breeze", packs("execution.engine=breeze"));
    }

    private static String packs(String override) {
        var plan = Invocation.of("plan", "conf/study.conf", "--format=csv", "--set", override);
        return plan.outLines().stream()
                .filter(line -> line.startsWith("packs,"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void takesOverrides() {
        var plan = Invocation.of(
                "plan", "conf/study.conf", "--format=csv", "--set", "sweep.seed=0..9999999", "--set", "sweep.scale=1");
        assertTrue(plan.outLines().contains("tasks,40000000,networks to train"), plan.out());
    }

    @Test
    void everyConfigurationOfTheProductIsGood() {
        assertEquals(0, Invocation.of("plan", "conf/quick.conf").exitCode());
    }

    @Test
    void helpAndVersionAreResults() {
        var help = Invocation.of("--help");
        assertEquals(0, help.exitCode());
        assertTrue(
                help.out().contains("plan")
                        && help.out().contains("run")
                        && help.out().contains("sql"),
                help.out());
        var version = Invocation.of("--version");
        assertEquals(0, version.exitCode());
        assertTrue(version.out().startsWith("gradflow 0."), version.out());
        assertTrue(version.out().contains("spark 4.2.0"), version.out());
    }
}
