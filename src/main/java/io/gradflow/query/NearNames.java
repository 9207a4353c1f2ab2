package io.gradflow.query;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names that are spelt like one that does not exist. */
final class NearNames {
    private static final int MAX_NAMES = 3;

    private NearNames() {}

    /** Asks whether one of these was meant; empty if more than a third of each would be mistyped. */
    static String suggestion(String name, Collection<String> known) {
        String meant = name.toLowerCase(Locale.ROOT);
        ToIntFunction<String> typos =
                candidate -> LevenshteinDistance.getDefaultInstance().apply(meant, candidate);
        String near = known.stream()
                .filter(candidate -> 3 * typos.applyAsInt(candidate) <= Math.max(candidate.length(), 3))
                .sorted(Comparator.comparingInt(typos).thenComparing(Comparator.naturalOrder()))
                .limit(MAX_NAMES)
                .collect(Collectors.joining(" or "));
        return near.isEmpty() ? "" : " Did you mean " + near + "?";
    }
}
