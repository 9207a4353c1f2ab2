package io.gradflow.sweep.diagnostic;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The groups that are on, and how often each is measured: at the logged epochs that are divisible by a number of its
 * own, and in the last row of a task. Which they are changes no number of any group. {@link DiagnosticGroup#JACOBIAN}
 * also has a number of training samples that it is measured at.
 */
public final class DiagnosticGroups implements Serializable {
    private static final long serialVersionUID = 1;

    /** What holds when a configuration is silent, and in stores that were made before there was a choice. */
    public static final DiagnosticGroups DEFAULT = of(EnumSet.of(DiagnosticGroup.STUDY, DiagnosticGroup.LAYERS));

    /** Every group, at each logged epoch. */
    public static final DiagnosticGroups ALL = of(EnumSet.allOf(DiagnosticGroup.class));

    /** At how many training samples Jacobians are measured when a configuration is silent. */
    static final int DEFAULT_POINTS = 16;

    private static final Pattern TEXT = Pattern.compile("\\[(.*)]");
    /** A comma that is not within the options of a group. */
    private static final Pattern SEPARATOR = Pattern.compile(", (?![a-z]+ = \\d)");

    private static final Pattern WITH_OPTIONS =
            Pattern.compile("\\{ (\\w+) = \\{ (?:every = (\\d{1,10}))?(?:, )?(?:points = (\\d{1,10}))? } }");

    private final EnumMap<DiagnosticGroup, Integer> rhythms;
    private final boolean areInAllRows;
    private final int points;

    /**
     * Groups that are on.
     *
     * @param rhythms for each group, every how many epochs it is measured
     */
    public DiagnosticGroups(Map<DiagnosticGroup, Integer> rhythms) {
        this(rhythms, DEFAULT_POINTS);
    }

    /**
     * Groups that are on.
     *
     * @param rhythms for each group, every how many epochs it is measured
     * @param points at how many training samples Jacobians are measured, if they are
     */
    public DiagnosticGroups(Map<DiagnosticGroup, Integer> rhythms, int points) {
        this.rhythms = new EnumMap<>(DiagnosticGroup.class);
        this.rhythms.putAll(rhythms);
        areInAllRows = rhythms.values().stream().allMatch(every -> every == 1);
        if (rhythms.values().stream().anyMatch(every -> every < 1)) {
            throw new IllegalArgumentException("a group must be measured every 1 or more epochs, not " + rhythms);
        }
        if (points < 1) {
            throw new IllegalArgumentException("Jacobians must be measured at 1 or more points, not " + points);
        }
        this.points = rhythms.containsKey(DiagnosticGroup.JACOBIAN) ? points : DEFAULT_POINTS;
    }

    /** Groups that are measured at each logged epoch. */
    public static DiagnosticGroups of(Set<DiagnosticGroup> groups) {
        return new DiagnosticGroups(groups.stream().collect(Collectors.toMap(group -> group, group -> 1)));
    }

    /**
     * Reads what {@link #toString} has written.
     *
     * @throws IllegalArgumentException if the text is of no groups, or of groups that this version does not know
     */
    public static DiagnosticGroups parse(String text) {
        var list = TEXT.matcher(text);
        if (!list.matches()) {
            throw unknown(text);
        }
        var rhythms = new LinkedHashMap<DiagnosticGroup, Integer>();
        int points = DEFAULT_POINTS;
        for (var entry : SEPARATOR
                .splitAsStream(list.group(1))
                .filter(part -> !part.isEmpty())
                .toList()) {
            var options = WITH_OPTIONS.matcher(entry);
            boolean hasOptions = options.matches();
            var group =
                    DiagnosticGroup.named(hasOptions ? options.group(1) : entry).orElseThrow(() -> unknown(text));
            rhythms.put(group, hasOptions && options.group(2) != null ? Integer.parseInt(options.group(2)) : 1);
            if (hasOptions && options.group(3) != null) {
                points = Integer.parseInt(options.group(3));
            }
        }
        return new DiagnosticGroups(rhythms, points);
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("diagnostics " + text + " are unknown to this version of gradflow");
    }

    /** The groups that are on, in their order. */
    public Set<DiagnosticGroup> groups() {
        return Collections.unmodifiableSet(rhythms.keySet());
    }

    /** Whether a group is on. */
    public boolean has(DiagnosticGroup group) {
        return rhythms.containsKey(group);
    }

    /** The others, if a group is on. */
    DiagnosticGroups without(DiagnosticGroup group) {
        var others = new EnumMap<>(rhythms);
        others.remove(group);
        return new DiagnosticGroups(others, points);
    }

    /** Every how many epochs a group is measured; 0 if it is off. */
    int every(DiagnosticGroup group) {
        return rhythms.getOrDefault(group, 0);
    }

    /** At how many training samples Jacobians are measured, if the group is on and if there are so many. */
    public int points() {
        return points;
    }

    /** Whether rows have columns for a group: they always have for those of the default, and for others that are on. */
    public boolean hasColumns(DiagnosticGroup group) {
        return has(group) || DEFAULT.has(group);
    }

    /**
     * The groups that a logged epoch measures.
     *
     * @param isLast whether it is the last epoch
     */
    public Set<DiagnosticGroup> due(int epoch, boolean isLast) {
        if (isLast || areInAllRows) {
            return groups();
        }
        var due = EnumSet.noneOf(DiagnosticGroup.class);
        rhythms.forEach((group, every) -> {
            if (epoch % every == 0) {
                due.add(group);
            }
        });
        return due;
    }

    /** Whether a logged epoch that is not the last measures a group. */
    boolean isDue(DiagnosticGroup group, int epoch) {
        var every = rhythms.get(group);
        return every != null && epoch % every == 0;
    }

    /**
     * Predicts the time of a training over that of one that measures no group.
     *
     * @param share for what the groups are measured every how many epochs, the share of epochs that are measured
     */
    double cost(IntToDoubleFunction share) {
        var shares = new EnumMap<DiagnosticGroup, Double>(DiagnosticGroup.class);
        rhythms.forEach((group, every) -> shares.put(group, share.applyAsDouble(every) * work(group)));
        return DiagnosticGroup.cost(shares);
    }

    /** What a group has to do over what it has to do by default. */
    private double work(DiagnosticGroup group) {
        return group == DiagnosticGroup.JACOBIAN ? (double) points / DEFAULT_POINTS : 1;
    }

    /** The groups, and the factor by which each makes an epoch longer that measures none. */
    public String costs() {
        return rhythms.entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s x%.2f%s",
                        entry.getKey(),
                        DiagnosticGroup.cost(Map.of(entry.getKey(), work(entry.getKey()))),
                        entry.getValue() == 1 ? "" : " every " + entry.getValue()))
                .collect(Collectors.joining(", ", "time of an epoch with each alone: ", ""));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DiagnosticGroups groups && rhythms.equals(groups.rhythms) && points == groups.points;
    }

    @Override
    public int hashCode() {
        return 31 * rhythms.hashCode() + points;
    }

    /** The groups as a configuration has them: {@code [study, { layers = { every = 10 } }]}. */
    @Override
    public String toString() {
        return rhythms.keySet().stream().map(this::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private String text(DiagnosticGroup group) {
        var options = new StringJoiner(", ");
        if (rhythms.get(group) != 1) {
            options.add("every = " + rhythms.get(group));
        }
        if (group == DiagnosticGroup.JACOBIAN && points != DEFAULT_POINTS) {
            options.add("points = " + points);
        }
        return options.length() == 0 ? group.toString() : "{ " + group + " = { " + options + " } }";
    }
}
