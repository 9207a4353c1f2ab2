package io.gradflow.engine.lanes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Loads the kernels for each lane width. */
final class LaneKernelLoader {
    private static final Map<Integer, LaneKernels> LOADED = new ConcurrentHashMap<>();

    private LaneKernelLoader() {}

    /** The kernels for vectors of that many doubles, a copy of the class for each width. */
    static LaneKernels load(int lanes) {
        return LOADED.computeIfAbsent(lanes, LaneKernelLoader::define);
    }

    /** How many doubles the widest vectors hold that this machine has instructions for: 2, 4 or 8. */
    static int preferredLanes() {
        return Math.min(Math.max(load(2).preferredLanes(), 2), 8);
    }

    private static LaneKernels define(int lanes) {
        try (InputStream code = LaneKernels.class.getResourceAsStream("VectorKernels.class")) {
            return (LaneKernels) MethodHandles.lookup()
                    .defineHiddenClassWithClassData(code.readAllBytes(), lanes, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the lane kernels cannot be loaded", e);
        }
    }
}
