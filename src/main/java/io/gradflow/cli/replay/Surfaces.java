package io.gradflow.cli.replay;

import io.gradflow.cli.replay.PlanePictures.Surface;
import java.util.ArrayList;
import java.util.List;

/** The surfaces of an animation: those of some logged epochs, always of the first and of the last. */
final class Surfaces {
    static final int MOST = 60;

    private final PlanePictures pictures;
    private final int[] chosen;
    private final List<Surface> surfaces = new ArrayList<>();
    private int networks;

    /**
     * Surfaces of a training that has not begun.
     *
     * @param logged how many epochs it logs if it does not diverge
     */
    Surfaces(PlanePictures pictures, int logged) {
        this.pictures = pictures;
        chosen = chosen(logged);
    }

    /**
     * Chooses logged epochs, by their places from 0. They lie as squares do, since most changes early: half of them are
     * in the first quarter.
     *
     * @param logged how many there are
     * @return in their order
     */
    static int[] chosen(int logged) {
        int count = Math.min(logged, MOST);
        var places = new int[count];
        for (int i = 0; i < count; i++) {
            double part = count < 2 ? 0 : i / (count - 1.0);
            // Squares are closer than places at first.
            places[i] = (int) Math.max(i, Math.round(part * part * (logged - 1)));
        }
        return places;
    }

    /** Notes the network of the next logged epoch. */
    void add(LoggedNetwork network) {
        if (surfaces.size() < chosen.length && chosen[surfaces.size()] == networks) {
            surfaces.add(pictures.surface(network.epoch(), network.parameters()));
        }
        networks++;
    }

    /**
     * All surfaces, in the order of epochs.
     *
     * @param last the network of the last logged epoch, which a run that diverges has earlier than was planned
     */
    List<Surface> upTo(LoggedNetwork last) {
        if (surfaces.get(surfaces.size() - 1).epoch() != last.epoch()) {
            surfaces.add(pictures.surface(last.epoch(), last.parameters()));
        }
        return surfaces;
    }
}
