package io.gradflow.comparison.tuning;

import io.gradflow.comparison.Group;
import io.gradflow.comparison.ScoredRun;
import io.gradflow.comparison.Settings;
import io.gradflow.stats.bootstrap.RandomHalves;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Groups at their own best settings. The first half of the seeds, in ascending order, chooses the setting of each
 * group, and the other half judges it. On the same seeds the best of many settings looks better than it is.
 *
 * @param choices every setting of every group
 * @param choosing the seeds that choose
 * @param judging the seeds that judge
 * @param judged the runs of the chosen settings with the seeds that judge, in groups without the setting
 * @param gains what tuning gains each group, in the order of the groups
 */
public record Tuning(
        List<Choice> choices, List<Long> choosing, List<Long> judging, List<ScoredRun> judged, List<Gain> gains) {
    /** Random halves of the seeds, which tell how much the choice depends on them. */
    static final int HALVES = 1_000;

    /** The part of the random halves that lies beyond each end of the range of a gain. */
    private static final double BEYOND = 0.025;

    /**
     * What a group gains by a setting of its own, instead of the one that is best for all groups together, judged on
     * the seeds that did not choose.
     *
     * @param group the values of the group
     * @param mean over the random halves; positive if the own setting is better
     * @param low a fortieth of the halves gain less
     * @param high a fortieth of them gain more
     */
    public record Gain(List<Object> group, double mean, double low, double high) {}

    /**
     * Chooses and judges.
     *
     * @param runs whose group has the values of the group first, and then those of the setting
     * @param keys how many of the values are those of the group
     * @throws UnevenSeedsException if a setting lacks a seed that another has, or if there are fewer than two seeds
     */
    public static Tuning of(Collection<ScoredRun> runs, int keys, Settings settings) throws UnevenSeedsException {
        var all = new TreeSet<Long>();
        runs.forEach(run -> all.add(run.seed()));
        var seeds = List.copyOf(all);
        if (seeds.size() < 2) {
            throw new UnevenSeedsException("one seed cannot both choose and judge: there must be at least two");
        }
        var cells = new LinkedHashMap<List<Object>, List<Group>>();
        for (var cell : Group.of(runs)) {
            cells.computeIfAbsent(cell.values().subList(0, keys), values -> new ArrayList<>())
                    .add(cell);
        }
        var groups = new ArrayList<TunedCells>();
        for (var ofGroup : cells.values()) {
            groups.add(new TunedCells(ofGroup, keys, seeds, settings.direction()));
        }
        int half = seeds.size() / 2;
        var split = RandomHalves.inOrder(seeds.size());
        var halves = RandomHalves.of(seeds.size(), HALVES, settings.seed());
        var choices = new ArrayList<Choice>();
        var chosen = new HashSet<List<Object>>();
        for (var group : groups) {
            addChoices(choices, group, split, halves);
        }
        choices.stream().filter(Choice::isChosen).forEach(choice -> chosen.add(values(choice)));
        var judging = seeds.subList(half, seeds.size());
        return new Tuning(
                choices,
                seeds.subList(0, half),
                judging,
                runs.stream()
                        .filter(run -> run.seed() >= judging.get(0) && chosen.contains(run.group()))
                        .map(run -> new ScoredRun(
                                run.group().subList(0, keys), run.seed(), run.within(), run.outcome(), run.score()))
                        .toList(),
                gains(groups, halves, settings));
    }

    private static List<Object> values(Choice choice) {
        var values = new ArrayList<>(choice.group());
        values.addAll(choice.setting());
        return values;
    }

    private static void addChoices(
            List<Choice> choices, TunedCells group, RandomHalves split, List<RandomHalves> halves) {
        int chosen = group.best(split.first());
        int[] times = new int[group.settings().size()];
        halves.forEach(half -> times[group.best(half.first())]++);
        for (int i = 0; i < times.length; i++) {
            choices.add(new Choice(
                    group.group(),
                    group.settings().get(i),
                    i == chosen,
                    (double) times[i] / HALVES,
                    group.mean(i, split.first()),
                    group.mean(i, split.second())));
        }
    }

    /** The gains; none if the groups have no setting in common, or if there is one group. */
    private static List<Gain> gains(List<TunedCells> groups, List<RandomHalves> halves, Settings settings) {
        var common = new ArrayList<>(groups.get(0).settings());
        groups.forEach(group -> common.retainAll(group.settings()));
        if (common.isEmpty() || groups.size() < 2) {
            return List.of();
        }
        // In the order of the groups.
        Map<TunedCells, double[]> gains = new LinkedHashMap<>();
        groups.forEach(group -> gains.put(group, new double[halves.size()]));
        for (int h = 0; h < halves.size(); h++) {
            var half = halves.get(h);
            var shared = bestForAll(groups, common, half.first(), settings);
            for (var group : groups) {
                gains.get(group)[h] = shared.isEmpty() ? Double.NaN : gain(group, shared.get(), half, settings);
            }
        }
        return gains.entrySet().stream()
                .filter(entry -> IntStream.range(0, halves.size()).noneMatch(h -> Double.isNaN(entry.getValue()[h])))
                .map(entry -> range(entry.getKey().group(), entry.getValue()))
                .toList();
    }

    private static Gain range(List<Object> group, double[] gains) {
        double[] ends = Quantile.withDefaults().evaluate(gains, BEYOND, 1 - BEYOND);
        return new Gain(group, Mean.of(gains).getAsDouble(), ends[0], ends[1]);
    }

    /** The setting with the best mean over all groups; empty if each loses a run. */
    private static Optional<List<Object>> bestForAll(
            List<TunedCells> groups, List<List<Object>> common, int[] seeds, Settings settings) {
        List<Object> best = null;
        double bestSum = Double.NaN;
        for (var setting : common) {
            double sum = 0;
            for (var group : groups) {
                sum += group.mean(group.settings().indexOf(setting), seeds).orElse(Double.NaN);
            }
            if (!Double.isNaN(sum) && (best == null || settings.direction().isBetter(sum, bestSum))) {
                best = setting;
                bestSum = sum;
            }
        }
        return Optional.ofNullable(best);
    }

    private static double gain(TunedCells group, List<Object> shared, RandomHalves half, Settings settings) {
        double own = group.mean(group.best(half.first()), half.second()).orElse(Double.NaN);
        double other =
                group.mean(group.settings().indexOf(shared), half.second()).orElse(Double.NaN);
        return settings.direction().sign() * (own - other);
    }
}
