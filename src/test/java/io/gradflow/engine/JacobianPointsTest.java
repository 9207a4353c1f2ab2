package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.data.Xor;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The predicted time of Jacobians. */
class JacobianPointsTest {
    private static double seconds(String architecture, int samples, int epochs, int every, int points) {
        var task = new TaskBuilder()
                .architecture(architecture)
                .dataset(new Xor(samples, 0.1, 0.5, false))
                .epochs(epochs)
                .build();
        return JacobianPoints.predictedSeconds(
                new Logging(2, new DiagnosticGroups(Map.of(DiagnosticGroup.JACOBIAN, every), points)), task);
    }

    /** One singular value decomposition of 256 x 256 was measured to take 0.11 s. */
    @Test
    void itIsThatOfTheMatrices() {
        assertEquals(0.117, seconds("2-256-256-1", 100, 0, 1, 1), 0.001);
    }

    @Test
    void itGrowsWithPointsAndMeasuredRowsAlone() {
        double one = seconds("2-16-16-1", 100, 0, 1, 1);
        assertEquals(16 * one, seconds("2-16-16-1", 100, 0, 1, 16), 1e-12);
        assertEquals(16 * one, seconds("2-16-16-1", 1000, 0, 1, 16), 1e-12);
        assertEquals(50 * one, seconds("2-16-16-1", 100, 0, 1, 1000), 1e-12);
        // Epochs 0, 6 and 12, and the last.
        assertEquals(4 * one, seconds("2-16-16-1", 100, 13, 3, 1), 1e-12);
    }

    @Test
    void withoutTheGroupThereIsNone() {
        var task = new TaskBuilder().build();
        assertEquals(0, JacobianPoints.predictedSeconds(Logging.every(1), task));
    }
}
