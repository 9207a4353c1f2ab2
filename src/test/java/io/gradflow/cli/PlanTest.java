package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
                        "cells,12,combinations of all but the seeds",
                        "pairs,66,\"of cells: 10 seeds give no p below 0.00195 by design, and Holm asks for 0.000758;"
                                + " 12 seeds could pass\"",
                        "tasks,120,networks to train",
                        "model-epochs,359880,epochs of all networks together",
                        "rows,360000,log-every = 1",
                        "diagnostics,2,\"time of an epoch with each alone: study x1.39, layers x1.18\"")),
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
    void countsTheSeedsThatAreIndependent() {
        for (var seeds : List.of(
                "sweep.seed=0..6 sweep.init-seed=0..2",
                "sweep.seed=0 sweep.data-seed=0..6 sweep.init-seed=0..2",
                "sweep.seed=0..2 sweep.data-seed=0 sweep.init-seed=0..6",
                "sweep.seed=0..6 sweep.data-seed=0 sweep.init-seed=0")) {
            var arguments = new ArrayList<>(List.of("plan", "conf/study.conf", "--format=csv"));
            for (var set : seeds.split(" ", -1)) {
                arguments.addAll(List.of("--set", set));
            }
            var plan = Invocation.of(arguments.toArray(String[]::new));
            assertTrue(plan.out().contains("pairs,66,\"of cells: 7 seeds give"), seeds + plan.out() + plan.err());
        }
    }

    @Test
    void takesOverrides() {
        var plan = Invocation.of(
                "plan", "conf/study.conf", "--format=csv", "--set", "sweep.seed=0..9999999", "--set", "sweep.scale=1");
        assertTrue(plan.outLines().contains("tasks,40000000,networks to train"), plan.out());
    }

    @Test
    void tellsWhatIsExcludedAndWhatIsNamedTwice() {
        var plan = Invocation.of(
                "plan",
                "conf/study.conf",
                "--format=csv",
                "--set",
                "sweep.exclude=[{ activation = relu, scale = [0.5, 1] }]",
                "--set",
                "sweep.grids=[{ init = [xavier, he] }, { scale = [2, 4], seed = 5..14, data-seed = [1, 2] },"
                        + " { scale = 2 }]",
                "--set",
                "execution.lane-width=8");
        assertEquals("", plan.err());
        // 2 * 4 * 3 cells less 4, of 10 seeds; 4 * 2 cells, half of them new, of 10 seeds and 2 of data; 4 named
        // before.
        assertTrue(
                plan.outLines()
                        .containsAll(List.of(
                                "activation,4,\"relu, tanh, arctan, softsign\"",
                                "init,2,\"xavier, he\"",
                                "scale,4,\"0.5, 1.0, 2.0, 4.0\"",
                                "seed,15,\"0..9, 10..14\"",
                                "data-seed,2,\"1, 2\"",
                                "cells,24,combinations of all but the seeds",
                                "tasks,360,networks to train",
                                "excluded-cells,4,\"by sweep.exclude, not among the cells above\"",
                                "excluded-tasks,40,\"by sweep.exclude, not among the tasks above\"",
                                "named-twice,40,\"tasks that a grid names after another one, trained once\"",
                                // 20 + 40 tasks of relu, 60 + 40 of each other activation.
                                "packs,47,\"of 8 networks, 95% of the lanes filled; engine = lanes\"",
                                "rows,1080000,log-every = 1",
                                "diagnostics,2,\"time of an epoch with each alone: study x1.39, layers x1.18\"")),
                plan.out());
    }

    @Test
    void saysNothingOfExclusionsWhereThereAreNone() {
        var plan = Invocation.of("plan", "conf/study.conf", "--format=csv");
        assertTrue(plan.outLines().stream().noneMatch(line -> line.matches("(excluded|named).*")), plan.out());
    }

    @Test
    void everyConfigurationOfTheProductIsGood() {
        for (var name : List.of("quick", "study", "blog", "born-dead")) {
            assertEquals(0, Invocation.of("plan", "conf/" + name + ".conf").exitCode(), name);
        }
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
