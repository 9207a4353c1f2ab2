package io.gradflow.cli.figure.census;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The runs of a figure of layers.
 *
 * @param layers the runs of each group as they are counted in each layer, from the first one on; all lists have the
 *     same groups in the same order
 * @param depths how many weight layers the networks of each group have at most; null where no run has layers, since all
 *     of them failed
 */
public record LayerCensus(List<List<CensusGroup>> layers, List<Integer> depths) {
    /** Counts, of groups that may have no layers. */
    public LayerCensus {
        // There may be nulls.
        depths = new ArrayList<>(depths);
    }

    /** The runs of each group, of which those are finite that are so in the layer that has most of them. */
    public List<CensusGroup> networks() {
        return IntStream.range(0, depths.size())
                .mapToObj(group -> layers.stream()
                        .map(layer -> layer.get(group))
                        .reduce((one, other) -> one.finite() >= other.finite() ? one : other)
                        .orElseThrow())
                .toList();
    }

    /** How many weight layers there are, also of those that are not counted. */
    public int depth() {
        return depths.stream()
                .flatMap(depth -> Optional.ofNullable(depth).stream())
                .mapToInt(depth -> depth)
                .max()
                .orElse(0);
    }

    /** The layers in which some run has a number at its last epoch, in their order; all if there is none. */
    public List<Integer> measured() {
        var all = IntStream.rangeClosed(1, Math.min(depth(), layers.size()))
                .boxed()
                .toList();
        var measured = all.stream()
                .filter(layer -> layers.get(layer - 1).stream().anyMatch(group -> group.finite() > 0))
                .toList();
        return measured.isEmpty() ? all : measured;
    }

    /** The runs of each group in a layer. Where all runs diverged or failed they count, as none that is finite. */
    public List<CensusGroup> ofLayer(int layer) {
        var groups = layers.get(layer - 1);
        return IntStream.range(0, groups.size())
                .filter(i -> depths.get(i) == null || depths.get(i) >= layer)
                .mapToObj(groups::get)
                // Of a shallower network this may be the output layer, which lacks what is of hidden layers.
                .filter(group -> group.finite() > 0 || group.without() == 0)
                .toList();
    }
}
