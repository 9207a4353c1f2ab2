package io.gradflow.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.gradflow.data.Dataset;
import io.gradflow.data.Datasets;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.loss.Losses;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.GroupReader;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns a parsed configuration into a {@link Sweep}, collecting every mistake on the way. Used once. */
final class SweepChecker {
    private static final String SWEEP = AxisReader.SWEEP;
    /** The key of the grids of a union. */
    static final String GRIDS = "grids";

    private static final String TOO_LARGE =
            "is too large: tasks, and epochs of all tasks together, must be fewer than 2^63";

    private final Problems problems = new Problems();
    private final AxisReader axes = new AxisReader(problems);
    private final ExclusionReader exclusions = new ExclusionReader(problems);

    /** For each rule the problem that it is if it excludes nothing, and whether it excludes something in some grid. */
    private final Map<Problem, Boolean> exclusionsInEffect = new LinkedHashMap<>();

    /**
     * A grid as it is written.
     *
     * @param keys the object that describes it
     * @param product all its combinations
     * @param left the combinations that its rules leave
     */
    private record Written(ConfigObject keys, Product product, List<Product> left) {}

    /** What the keys below {@code sweep} say. */
    private record SweepKeys(String name, Grid grid, Logging logging) {}

    List<String> problems() {
        return problems.all();
    }

    /** The sweep; empty when there are problems. */
    Optional<Sweep> check(Config config) {
        problems.refuseUnknownKeys("", config.root(), "unknown key", List.of(SWEEP, Execution.PATH));
        var sweep = object(config.root(), SWEEP);
        var execution = object(config.root(), Execution.PATH);
        var keys = sweep.flatMap(this::sweepKeys);
        var checkedExecution =
                execution.map(object -> Execution.read(object, axes, problems)).orElse(Execution.DEFAULT);
        if (!config.root().containsKey(SWEEP)) {
            problems.addMissing(SWEEP, config.root(), "must be an object, sweep { ... }");
        }
        return keys.filter(read -> problems.isEmpty())
                .map(read -> new Sweep(
                        read.name(),
                        read.grid(),
                        read.logging(),
                        checkedExecution,
                        config.root().render(ConfigRenderOptions.concise())));
    }

    private Optional<SweepKeys> sweepKeys(ConfigObject sweep) {
        var axisNames = ConfigurationKeys.IN_ORDER_OF_COLUMNS.stream().map(Axis::name);
        problems.refuseUnknownKeys(
                SWEEP,
                sweep,
                "unknown key",
                Stream.of(
                                Stream.of(Sweep.NAME.name()),
                                axisNames,
                                Stream.of(
                                        Sweep.LOG_EVERY.name(),
                                        GroupReader.PARAMETER.name(),
                                        ExclusionReader.EXCLUDE,
                                        GRIDS))
                        .flatMap(Function.identity())
                        .toList());
        String name = axes.single(SWEEP, sweep, Sweep.NAME);
        var logging = new Logging(axes.single(SWEEP, sweep, Sweep.LOG_EVERY), diagnostics(sweep));
        var written = new ArrayList<Written>();
        for (var keys : grids(sweep)) {
            written(keys).ifPresent(written::add);
        }
        exclusionsInEffect.forEach((problem, isInEffect) -> {
            if (!isInEffect) {
                problems.add(problem);
            }
        });
        written.forEach(this::requireFitting);
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return grid(sweep, written).map(grid -> new SweepKeys(name, grid, logging));
    }

    private DiagnosticGroups diagnostics(ConfigObject sweep) {
        String key = GroupReader.PARAMETER.name();
        var value = sweep.get(key);
        return value == null ? DiagnosticGroups.DEFAULT : GroupReader.read(value, conventions(AxisReader.path(key)));
    }

    private GroupReader.Conventions conventions(String path) {
        return new GroupReader.Conventions() {
            @Override
            public void addMistake(ConfigValue value, String rule) {
                problems.add(path, value, rule);
            }

            @Override
            public Optional<String> asWritten(ConfigValue value) {
                return Problems.asWritten(value);
            }

            @Override
            public String suggestion(String name, List<String> known) {
                return Problems.suggestion(name, known);
            }
        };
    }

    private Optional<Grid> grid(ConfigObject sweep, List<Written> written) {
        var left = written.stream().flatMap(grid -> grid.left().stream()).toList();
        if (left.isEmpty()) {
            var rules = sweep.getOrDefault(ExclusionReader.EXCLUDE, sweep.getOrDefault(GRIDS, sweep));
            problems.add(AxisReader.path(ExclusionReader.EXCLUDE), rules, "leaves no cell");
            return Optional.empty();
        }
        try {
            var grid = new Grid(written.stream().map(Written::product).toList(), left);
            if (grid.isCountable()) {
                return Optional.of(grid);
            }
            addTooLarge(sweep);
        } catch (ArithmeticException e) {
            addTooLarge(sweep);
        } catch (IllegalArgumentException e) {
            problems.add(AxisReader.path(GRIDS), sweep.getOrDefault(GRIDS, sweep), e.getMessage());
        }
        return Optional.empty();
    }

    private void addTooLarge(ConfigObject sweep) {
        problems.add(new Problem(SWEEP, "", TOO_LARGE, Problems.place(sweep)));
    }

    /** The objects that hold the keys of a grid: the sweep, or each of its grids laid over the keys beside them. */
    private List<ConfigObject> grids(ConfigObject sweep) {
        var grids = sweep.get(GRIDS);
        if (grids == null) {
            return List.of(sweep);
        }
        String path = AxisReader.path(GRIDS);
        if (!(grids instanceof ConfigList list) || list.isEmpty()) {
            problems.add(path, grids, "must be a list of one object or more, [{ ... }, { ... }]");
            return List.of();
        }
        var known = Stream.concat(
                        ConfigurationKeys.IN_ORDER_OF_COLUMNS.stream().map(Axis::name),
                        Stream.of(ExclusionReader.EXCLUDE))
                .toList();
        var laidOver = new ArrayList<ConfigObject>();
        for (var element : list) {
            if (element instanceof ConfigObject grid) {
                problems.refuseUnknownKeys(path, grid, "unknown key of a grid", known);
                laidOver.add(Overlay.gridOver(sweep.withoutKey(GRIDS), grid));
            } else {
                problems.add(path, element, "must be an object, { ... }");
            }
        }
        return laidOver;
    }

    /** A grid and what its rules leave of it; empty when it is wrong. */
    private Optional<Written> written(ConfigObject keys) {
        int before = problems.count();
        var product = axes.product(keys);
        boolean isRead = problems.count() == before && isWhole(product);
        var left = List.of(product);
        for (var rule : rules(keys)) {
            var exclusion = exclusions.read(rule);
            if (!isRead || exclusion.isEmpty()) {
                continue;
            }
            var excluded = exclusion.get().in(product);
            var withoutEffect = Problems.problem(
                    AxisReader.path(ExclusionReader.EXCLUDE), rule, "matches no cell, must match at least one");
            exclusionsInEffect.merge(withoutEffect, excluded.isPresent(), Boolean::logicalOr);
            if (excluded.isPresent()) {
                left = Product.withoutEach(left, excluded.get());
            }
        }
        return isRead ? Optional.of(new Written(keys, product, left)) : Optional.empty();
    }

    /**
     * Whether all axes could be read. A problem is kept once, so a grid that repeats one has no new problem to show it.
     */
    private static boolean isWhole(Product product) {
        return product.values().stream().noneMatch(AxisValues::isEmpty)
                && product.values(ConfigurationKeys.SEED) instanceof Seeds;
    }

    private List<ConfigValue> rules(ConfigObject keys) {
        var rules = keys.get(ExclusionReader.EXCLUDE);
        if (rules == null) {
            return List.of();
        }
        return rules instanceof ConfigList list ? list : List.of(rules);
    }

    /** Checks that the parts of each task go together. */
    private void requireFitting(Written grid) {
        for (var product : grid.left()) {
            requireFittingNetworks(grid.keys(), product);
        }
    }

    /** The network's ends must fit the data and the loss. */
    private void requireFittingNetworks(ConfigObject keys, Product product) {
        var datasets = oneOfEach(
                listed(product, ConfigurationKeys.DATASET), dataset -> List.of(dataset.features(), dataset.classes()));
        for (var dataset : datasets) {
            for (var loss : listed(product, ConfigurationKeys.LOSS)) {
                var outputs = outputs(keys, dataset, loss);
                for (var architecture : listed(product, ConfigurationKeys.ARCHITECTURE)) {
                    if (!outputs.isEmpty()
                            && (architecture.inputs() != dataset.features()
                                    || !outputs.contains(architecture.outputs()))) {
                        addUnfitting(
                                keys,
                                ConfigurationKeys.ARCHITECTURE,
                                Problems.shortened(architecture.toString()) + " must start with " + dataset.features()
                                        + " and end with "
                                        + outputs.stream().map(String::valueOf).collect(Collectors.joining(" or "))
                                        + " for this dataset and loss");
                    }
                }
            }
        }
    }

    /** The numbers of outputs that a network may have; none, and a problem, if the loss does not suit the classes. */
    private List<Integer> outputs(ConfigObject keys, Dataset dataset, Loss loss) {
        var outputs = loss.outputs(dataset.classes());
        if (outputs.isEmpty()) {
            addUnfitting(
                    keys,
                    ConfigurationKeys.LOSS,
                    Losses.CATALOG.kindOf(loss).name() + " must be one of "
                            + String.join(", ", Losses.suiting(dataset.classes())) + " for the " + dataset.classes()
                            + " classes of " + Datasets.CATALOG.kindOf(dataset).name());
        }
        return outputs;
    }

    private void addUnfitting(ConfigObject keys, Axis<?> axis, String rule) {
        String path = AxisReader.path(axis.name());
        var value = keys.get(axis.name());
        problems.add(
                value == null
                        ? new Problem(path, "", rule, Problems.place(keys))
                        : Problems.problem(path, value, rule));
    }

    private static <V> List<V> listed(Product product, Axis<V> axis) {
        return product.values(axis) instanceof AxisValues.Listed<V> listed ? listed.values() : List.of();
    }

    /** The first value for each trait. */
    private static <V, T> Collection<V> oneOfEach(List<V> values, Function<V, T> trait) {
        return values.stream()
                .collect(Collectors.toMap(trait, Function.identity(), (first, other) -> first, LinkedHashMap::new))
                .values();
    }

    private Optional<ConfigObject> object(ConfigObject root, String key) {
        var value = root.get(key);
        if (value instanceof ConfigObject object) {
            return Optional.of(object);
        }
        if (value != null) {
            problems.add(key, value, "must be an object, " + key + " { ... }");
        }
        return Optional.empty();
    }
}
