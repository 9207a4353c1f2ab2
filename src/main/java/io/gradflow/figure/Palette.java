package io.gradflow.figure;

import java.util.List;

/**
 * Colours that people with any colour vision tell apart. Names have those of M. Okabe and K. Ito, Color Universal
 * Design, 2008; values in order have viridis (N. Smith and S. van der Walt, 2015), here by nine of its points.
 */
final class Palette {
    /** Yellow comes last, since it is hard to see on white. */
    private static final List<Colour> OKABE_ITO = List.of(
            Colour.of(0x0072B2),
            Colour.of(0xD55E00),
            Colour.of(0x009E73),
            Colour.of(0xCC79A7),
            Colour.of(0x56B4E9),
            Colour.of(0xE69F00),
            Colour.of(0x000000),
            Colour.of(0xF0E442));

    private static final List<Colour> VIRIDIS = List.of(
            Colour.of(0x440154),
            Colour.of(0x472D7B),
            Colour.of(0x3B528B),
            Colour.of(0x2C728E),
            Colour.of(0x21918C),
            Colour.of(0x28AE80),
            Colour.of(0x5EC962),
            Colour.of(0xADDC30),
            Colour.of(0xFDE725));

    private Palette() {}

    /** The colour of a name, by its place among the names; the ninth has that of the first. One is that of text. */
    static Colour categorical(int index, Colour ink) {
        var colour = OKABE_ITO.get(index % OKABE_ITO.size());
        // The one that cannot be seen on a black ground.
        return colour.equals(Colour.of(0)) ? ink : colour;
    }

    /** The colour of a value in order, from 0 to 1. */
    static Colour viridis(double fraction) {
        double place = Math.min(Math.max(fraction, 0), 1) * (VIRIDIS.size() - 1);
        int below = Math.min((int) place, VIRIDIS.size() - 2);
        return VIRIDIS.get(below).towards(VIRIDIS.get(below + 1), place - below);
    }
}
