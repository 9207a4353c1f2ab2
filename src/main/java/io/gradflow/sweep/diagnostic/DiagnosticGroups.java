package io.gradflow.sweep.diagnostic;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The groups that are on, and how often each is measured: at the logged epochs that are divisible by a number of its
 * own, and in the last row of a task. Which they are changes no number of any group.
 */
public final class DiagnosticGroups implements Serializable {
    private static final long serialVersionUID = 1;

    /** What holds when a configuration is silent, and in stores that were made before there was a choice. */
    public static final DiagnosticGroups DEFAULT = of(EnumSet.of(DiagnosticGroup.STUDY, DiagnosticGroup.LAYERS));

    /** Every group, at each logged epoch. */
    public static final DiagnosticGroups ALL = of(EnumSet.allOf(DiagnosticGroup.class));

    private static final Pattern TEXT = Pattern.compile("\\[(.*)]");
    private static final Pattern SEPARATOR = Pattern.compile(", ");
    private static final Pattern WITH_RHYTHM = Pattern.compile("\\{ (\\w+) = \\{ every = (\\d{1,10}) } }");

    private final EnumMap<DiagnosticGroup, Integer> rhythms;
    private final boolean areInAllRows;

    /**
     * Groups that are on.
     *
     * @param rhythms for each group, every how many epochs it is measured
     */
    public DiagnosticGroups(Map<DiagnosticGroup, Integer> rhythms) {
        this.rhythms = new EnumMap<>(DiagnosticGroup.class);
        this.rhythms.putAll(rhythms);
        areInAllRows = rhythms.values().stream().allMatch(every -> every == 1);
        if (rhythms.values().stream().anyMatch(every -> every < 1)) {
            throw new IllegalArgumentException("a group must be measured every 1 or more epochs, not " + rhythms);
        }
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
        for (var entry : SEPARATOR
                .splitAsStream(list.group(1))
                .filter(part -> !part.isEmpty())
                .toList()) {
            var withRhythm = WITH_RHYTHM.matcher(entry);
            boolean hasRhythm = withRhythm.matches();
            var group = DiagnosticGroup.named(hasRhythm ? withRhythm.group(1) : entry);
            rhythms.put(group.orElseThrow(() -> unknown(text)), hasRhythm ? Integer.parseInt(withRhythm.group(2)) : 1);
        }
        return new DiagnosticGroups(rhythms);
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
        rhythms.forEach((group, every) -> shares.put(group, share.applyAsDouble(every)));
        return DiagnosticGroup.cost(shares);
    }

    /** The groups, and the factor by which each makes an epoch longer that measures none. */
    public String costs() {
        return rhythms.entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s x%.2f%s",
                        entry.getKey(),
                        entry.getKey().cost(),
                        entry.getValue() == 1 ? "" : " every " + entry.getValue()))
                .collect(Collectors.joining(", ", "time of an epoch with each alone: ", ""));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DiagnosticGroups groups && rhythms.equals(groups.rhythms);
    }

    @Override
    public int hashCode() {
        return rhythms.hashCode();
    }

    /** The groups as a configuration has them: {@code [study, { layers = { every = 10 } }]}. */
    @Override
    public String toString() {
        return rhythms.entrySet().stream()
                .map(entry -> entry.getValue() == 1
                        ? entry.getKey().toString()
                        : "{ " + entry.getKey() + " = { every = " + entry.getValue() + " } }")
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
