package io.gradflow.cli.compare;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.query.runs.ScoreQuery.Moment;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Direction;
import io.gradflow.stats.family.Adjustment;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the options of {@code compare} may name, and how they spell it. */
public final class ComparedNames {
    private static final Pattern THRESHOLD = Pattern.compile("\\s*(>=|<=)\\s*(\\S+)\\s*");

    private ComparedNames() {}

    /** One of a few words. */
    abstract static class OfWord<T> implements ITypeConverter<T> {
        private final Map<String, T> words;

        OfWord(Map<String, T> words) {
            this.words = words;
        }

        @Override
        public T convert(String text) {
            var found = words.get(text);
            if (found == null) {
                throw new TypeConversionException("must be "
                        + words.keySet().stream().sorted().collect(Collectors.joining(" or ")) + ", but is '" + text
                        + "'");
            }
            return found;
        }
    }

    public static final class OfAdjustment extends OfWord<Adjustment> {
        public OfAdjustment() {
            super(Map.of("holm", Adjustment.HOLM, "bh", Adjustment.BENJAMINI_HOCHBERG));
        }
    }

    public static final class OfInterval extends OfWord<ChosenInterval> {
        public OfInterval() {
            super(Map.of(
                    "exact",
                    ChosenInterval.EXACT,
                    "bca",
                    ChosenInterval.BCA,
                    "newcombe",
                    ChosenInterval.NEWCOMBE,
                    "tango",
                    ChosenInterval.TANGO));
        }
    }

    public static final class OfDirection extends OfWord<Direction> {
        public OfDirection() {
            super(Map.of("higher", Direction.HIGHER_IS_BETTER, "lower", Direction.LOWER_IS_BETTER));
        }
    }

    public static final class OfShown extends OfWord<Shown> {
        public OfShown() {
            super(Map.of("groups", Shown.GROUPS, "pairs", Shown.PAIRS, "choices", Shown.CHOICES));
        }
    }

    public static final class OfShownOrCurve extends OfWord<Shown> {
        public OfShownOrCurve() {
            super(Map.of("groups", Shown.GROUPS, "pairs", Shown.PAIRS, "curve", Shown.CURVE));
        }
    }

    public static final class OfAlpha implements ITypeConverter<ConfidenceLevel> {
        @Override
        public ConfidenceLevel convert(String text) {
            try {
                return new ConfidenceLevel(Double.parseDouble(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("must be a number between 0 and 1, but is '" + text + "'");
            }
        }
    }

    /** The keys that an option names. */
    public static List<TaskKey> keys(List<String> names, List<TaskKey> keys, String option) throws UsageException {
        var found = new ArrayList<TaskKey>();
        for (var name : names) {
            var key = keys.stream()
                    .filter(candidate -> candidate.column().equals(name.strip()) && !candidate.isSeed())
                    .findFirst()
                    .orElseThrow(() -> new UsageException(option + " " + name.strip()
                            + " is no key of the store's cells, must be one of: "
                            + keys.stream()
                                    .filter(candidate -> !candidate.isSeed())
                                    .map(TaskKey::column)
                                    .collect(Collectors.joining(", "))));
            if (!found.contains(key)) {
                found.add(key);
            }
        }
        return found;
    }

    /** Requires a metric that says something about a run, and that the store's rows can have. */
    public static void requireMetric(String name, boolean isOfLayer, Store store)
            throws UsageException, StoreException {
        var groups = store.description().logging().groups();
        Stream<String> metrics = isOfLayer
                ? LayerMetric.of(groups).stream().map(LayerMetric::column)
                : Metric.of(groups).stream()
                        .filter(metric -> !metric.isOfData())
                        .map(Metric::column);
        var allowed = metrics.toList();
        if (!allowed.contains(name)) {
            var missing = isOfLayer
                    ? LayerMetric.named(name).map(LayerMetric::group)
                    : Metric.named(name).flatMap(Metric::group);
            if (missing.isPresent()) {
                throw new UsageException("--metric " + name + " is of the group "
                        + missing.get() + ", but the store was made with sweep.diagnostics = " + groups
                        + ", must be one of: " + String.join(", ", allowed));
            }
            throw new UsageException("--metric " + name + " is no metric of "
                    + (isOfLayer ? "layers" : "networks (those of a layer need --layer)") + ", must be one of: "
                    + String.join(", ", allowed));
        }
    }

    /**
     * Requires a metric that the last row of a run has.
     *
     * @param instead how others are asked for
     */
    public static void requireInLastRow(String metric, String instead) throws UsageException {
        if (LayerMetric.named(metric).filter(LayerMetric::isOfNextEpoch).isPresent()) {
            throw new UsageException("--metric " + metric + " is of the change to the next epoch, so the last row of a"
                    + " run has none, " + instead);
        }
    }

    /** The epochs that count. */
    public static Moment moment(String text, Direction direction) throws UsageException {
        var threshold = THRESHOLD.matcher(text);
        try {
            if (threshold.matches()) {
                double number = Double.parseDouble(threshold.group(2));
                if (Double.isFinite(number)) {
                    return new Moment.FirstReaching(threshold.group(1).equals(">="), number);
                }
            }
            return switch (text) {
                case "last" -> new Moment.Last();
                case "best" -> new Moment.Best(direction == Direction.HIGHER_IS_BETTER);
                case "mean" -> new Moment.Mean();
                default -> new Moment.AtEpoch(Integer.parseUnsignedInt(text));
            };
        } catch (NumberFormatException e) {
            throw new UsageException("--at must be last, best, mean, the number of an epoch or a threshold such as"
                    + " \">= 0.85\", but is '" + text + "'");
        }
    }
}
