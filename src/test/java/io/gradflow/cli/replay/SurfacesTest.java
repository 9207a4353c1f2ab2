package io.gradflow.cli.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which epochs are frames of an animation. */
class SurfacesTest {
    @Test
    void fewEpochsAreAllFrames() {
        assertArrayEquals(new int[] {0}, Surfaces.chosen(1));
        assertArrayEquals(new int[] {0, 1, 2}, Surfaces.chosen(3));
        assertEquals(60, Surfaces.chosen(60).length);
        assertEquals(59, Surfaces.chosen(60)[59]);
    }

    @ParameterizedTest
    @ValueSource(ints = {61, 62, 100, 301, 3000, 1_000_000_000})
    void ofManyTheFirstAndTheLastAreAndHalfAreInTheFirstQuarter(int logged) {
        int[] chosen = Surfaces.chosen(logged);

        assertEquals(60, chosen.length);
        assertEquals(0, chosen[0]);
        assertEquals(logged - 1, chosen[59]);
        assertArrayEquals(Arrays.stream(chosen).sorted().distinct().toArray(), chosen);
        if (logged > 1000) {
            assertTrue(chosen[29] <= logged / 4 && chosen[30] >= logged / 4, Arrays.toString(chosen));
        }
    }
}
