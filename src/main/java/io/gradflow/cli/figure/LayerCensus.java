package io.gradflow.cli.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs of a figure of layers. A run that failed has no layers, and counts in each of them nevertheless.
 *
 * @param networks the runs of each group; finite are those that are so in a layer
 * @param layers the runs of each group in each layer, whose number is the last value
 */
record LayerCensus(List<CensusGroup> networks, List<CensusGroup> layers) {
    /**
     * Counts networks.
     *
     * @param found the runs of each group in each layer, and apart from them those without layers
     * @param keys how many values a group has before the number of the layer
     */
    static LayerCensus of(List<CensusGroup> found, int keys) {
        var byGroup = new LinkedHashMap<List<Object>, List<CensusGroup>>();
        for (var group : found) {
            byGroup.computeIfAbsent(group.values().subList(0, keys), values -> new ArrayList<>())
                    .add(group);
        }
        var networks = new ArrayList<CensusGroup>();
        var layers = new ArrayList<CensusGroup>();
        byGroup.forEach((values, some) -> {
            var without = some.stream()
                    .filter(group -> group.values().get(keys) == null)
                    .toList();
            var with = some.stream()
                    .filter(group -> group.values().get(keys) != null)
                    .map(group -> without.isEmpty() ? group : group.and(without.get(0)))
                    .toList();
            layers.addAll(with);
            // Runs of a group differ in seeds alone, so each of them is in each layer.
            networks.add((with.isEmpty() ? without : with)
                    .stream()
                            .reduce((one, other) -> one.finite() >= other.finite() ? one : other)
                            .orElseThrow()
                            .withValues(values));
        });
        return new LayerCensus(networks, layers);
    }

    /** The layers in which some run has a number at its last epoch, in their order; all if there is none. */
    List<Integer> measured() {
        boolean hasNumbers = layers.stream().anyMatch(group -> group.finite() > 0);
        return layers.stream()
                .filter(group -> group.finite() > 0 || !hasNumbers)
                .map(LayerCensus::layer)
                .distinct()
                .sorted()
                .toList();
    }

    /** The runs of each group in a layer. Where all runs diverged or failed they count, as none that is finite. */
    List<CensusGroup> ofLayer(int layer) {
        var ofLayer = layers.stream()
                .filter(group -> layer(group) == layer)
                // Of a shallower network this may be the output layer, which lacks what is of hidden layers.
                .filter(group -> group.finite() > 0 || group.without() == 0);
        var withLayers = layers.stream()
                .map(group -> group.values().subList(0, group.values().size() - 1))
                .collect(Collectors.toSet());
        var withoutLayers = networks.stream().filter(group -> !withLayers.contains(group.values()));
        return Stream.concat(ofLayer, withoutLayers).toList();
    }

    private static int layer(CensusGroup group) {
        return (Integer) group.values().get(group.values().size() - 1);
    }
}
