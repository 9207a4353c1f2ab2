package io.gradflow.sweep;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;

/** How keys of a configuration replace others: by overrides, and in the grids of a union. */
final class Overlay {
    private Overlay() {}

    /**
     * The object with a value at a path. On the way, a list takes it in each of its elements, and text becomes an
     * object of that kind, so that neither a component's alternatives nor its kind get lost. A key of the sweep is set
     * in each of its grids that holds it, too: an override goes over all.
     *
     * @param origin of the value, for messages
     */
    static ConfigObject override(ConfigObject root, List<String> path, ConfigValue value, String origin) {
        var overridden = with(root, path, value, origin);
        boolean isKeyOfSweep = path.size() > 1
                && path.get(0).equals(AxisReader.SWEEP)
                && !path.get(1).equals(SweepChecker.GRIDS);
        return isKeyOfSweep
                        && root.get(AxisReader.SWEEP) instanceof ConfigObject before
                        && overridden.get(AxisReader.SWEEP) instanceof ConfigObject sweep
                        && sweep.get(SweepChecker.GRIDS) instanceof ConfigList grids
                ? overridden.withValue(
                        AxisReader.SWEEP,
                        sweep.withValue(
                                SweepChecker.GRIDS, inEach(grids, before, path.subList(1, path.size()), value, origin)))
                : overridden;
    }

    private static ConfigList inEach(
            ConfigList grids, ConfigObject sweep, List<String> path, ConfigValue value, String origin) {
        String key = path.get(0);
        var overridden = new ArrayList<ConfigValue>();
        for (var element : grids) {
            if (!(element instanceof ConfigObject grid) || !grid.containsKey(key)) {
                overridden.add(element);
            } else if (path.size() == 1) {
                overridden.add(grid.withoutKey(key));
            } else {
                var whole = gridOver(sweep, grid).get(key);
                overridden.add(grid.withValue(key, within(whole, path.subList(1, path.size()), value, origin)));
            }
        }
        return ConfigValueFactory.fromIterable(overridden, grids.origin().description());
    }

    /**
     * The keys of a grid, laid over those beside it. A key takes the place of its namesake, but an object without
     * {@code kind} refines it: its keys go into each alternative of the component.
     */
    static ConfigObject gridOver(ConfigObject beside, ConfigObject grid) {
        var laidOver = beside.withOrigin(grid.origin());
        for (var entry : grid.entrySet()) {
            String key = entry.getKey();
            var value = entry.getValue();
            var old = beside.get(key);
            boolean refines = value instanceof ConfigObject object
                    && !object.containsKey(AxisReader.KIND)
                    && !key.equals(ExclusionReader.EXCLUDE)
                    && old != null;
            laidOver = laidOver.withValue(key, refines ? refined(old, (ConfigObject) value) : value);
        }
        return laidOver;
    }

    private static ConfigValue refined(ConfigValue old, ConfigObject refinement) {
        var refined = old;
        for (var entry : refinement.entrySet()) {
            refined = within(
                    refined,
                    List.of(entry.getKey()),
                    entry.getValue(),
                    refinement.origin().description());
        }
        return refined;
    }

    private static ConfigObject with(ConfigObject object, List<String> path, ConfigValue value, String origin) {
        String key = path.get(0);
        if (path.size() == 1) {
            return object.withValue(key, value);
        }
        return object.withValue(key, within(object.get(key), path.subList(1, path.size()), value, origin));
    }

    private static ConfigValue within(ConfigValue old, List<String> path, ConfigValue value, String origin) {
        if (old instanceof ConfigObject object) {
            return with(object, path, value, origin);
        }
        if (old instanceof ConfigList list) {
            var elements = list.stream()
                    .map(element -> within(element, path, value, origin))
                    .toList();
            return ConfigValueFactory.fromIterable(elements, list.origin().description());
        }
        var empty = ConfigFactory.empty(origin).root();
        boolean kind = old != null && old.valueType() == ConfigValueType.STRING;
        return with(kind ? empty.withValue(AxisReader.KIND, old) : empty, path, value, origin);
    }
}
