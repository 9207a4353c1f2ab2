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
import java.util.TreeSet;

/**
 * Groups at their own best settings. The first half of the seeds, in ascending order, chooses the setting of each
 * group, and the other half judges it. On the same seeds the best of many settings looks better than it is.
 *
 * @param choices every setting of every group
 * @param choosing the seeds that choose
 * @param judging the seeds that judge
 * @param judged the runs of the chosen settings with the seeds that judge, in groups without the setting
 * @param gains what tuning gains each group, in the order of the groups; none if there is one group, or if the groups
 *     have no setting in common
 */
public record Tuning(
        List<Choice> choices, List<Long> choosing, List<Long> judging, List<ScoredRun> judged, List<Gain> gains) {
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
        var drawn = DrawnHalves.of(groups, seeds.size(), settings);
        var choices = choices(groups, drawn, RandomHalves.inOrder(seeds.size()));
        var chosen = new HashSet<List<Object>>();
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
                drawn.gains());
    }

    private static List<Object> values(Choice choice) {
        var values = new ArrayList<>(choice.group());
        values.addAll(choice.setting());
        return values;
    }

    private static List<Choice> choices(List<TunedCells> groups, DrawnHalves drawn, RandomHalves split) {
        var choices = new ArrayList<Choice>();
        for (int g = 0; g < groups.size(); g++) {
            var group = groups.get(g);
            int chosen = group.best(split.first());
            for (int i = 0; i < group.settings().size(); i++) {
                choices.add(new Choice(
                        group.group(),
                        group.settings().get(i),
                        i == chosen,
                        drawn.chosenShare(g, i),
                        group.mean(i, split.first()),
                        group.mean(i, split.second())));
            }
        }
        return choices;
    }
}
