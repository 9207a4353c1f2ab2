package io.gradflow.sweep;

import java.io.Serializable;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/**
 * A compressed set of places that threads may share. The library computes the ranks of its sets when it is first asked
 * for one, without regard to other threads, and forgets them when a set is serialised. Here they are computed before
 * anybody else sees the set, also on the machine that it was sent to.
 */
final class ChosenPlaces implements Serializable {
    private static final long serialVersionUID = 1;

    private final Roaring64NavigableMap places;

    /** A set that must not be changed afterwards. */
    ChosenPlaces(Roaring64NavigableMap places) {
        this.places = places;
        if (!places.isEmpty()) {
            places.select(places.getLongCardinality() - 1);
        }
    }

    /** A copy that has arrived is made anew, with its ranks. */
    private Object readResolve() {
        return new ChosenPlaces(places);
    }

    /** How many places of the set are below one. */
    long countBelow(long place) {
        return place == 0 ? 0 : places.rankLong(place - 1);
    }

    /**
     * One of the places, in ascending order.
     *
     * @param rank from 0
     */
    long get(long rank) {
        return places.select(rank);
    }
}
