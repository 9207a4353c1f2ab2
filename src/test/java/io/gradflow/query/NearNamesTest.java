package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearNamesTest {
    @Test
    void theNearestComeFirst() {
        assertEquals(" Did you mean cells?", NearNames.suggestion("cels", Views.NAMES));
        assertEquals(" Did you mean curves?", NearNames.suggestion("CURVE", Views.NAMES));
        assertEquals("", NearNames.suggestion("nope", Views.NAMES));
        assertEquals(" Did you mean max or min?", NearNames.suggestion("mix", List.of("min", "sum", "max", "mix_up")));
    }

    @Test
    void functionsHaveNearNames() {
        assertEquals(" Did you mean stddev_pop?", NearNames.suggestion("stdev_pop", Functions.names()));
    }
}
