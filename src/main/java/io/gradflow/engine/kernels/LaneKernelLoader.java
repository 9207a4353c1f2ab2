package io.gradflow.engine.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.function.IntSupplier;

/**
 * Makes kernel objects from the classes that use the Vector API. All else is compiled without that API, so it knows
 * these classes by name only: {@code VectorForwardKernels} implements {@code ForwardKernels}, and so on.
 *
 * <p>A kernel class is loaded as a hidden class once for each lane width, with the number of lanes as its class data.
 * Thus the width is a constant for the JIT compiler in each copy of the class.
 */
final class LaneKernelLoader {
    private LaneKernelLoader() {}

    /** Makes the kernels of every role for vectors of so many doubles. */
    static LaneKernels load(int lanes) {
        var functions = define(FunctionKernels.class, lanes);
        return new LaneKernels(
                lanes,
                define(PackingKernels.class, lanes),
                define(ForwardKernels.class, lanes),
                define(BackwardKernels.class, lanes),
                define(GradientKernels.class, lanes),
                define(ActivationKernels.class, lanes, functions),
                define(StatisticsKernels.class, lanes),
                define(SearchKernels.class, lanes),
                define(SumKernels.class, lanes),
                functions);
    }

    /** The number of doubles in the vectors that the JVM prefers on this machine. */
    static int preferredLanes() {
        try {
            return Class.forName(LaneKernelLoader.class.getPackageName() + ".VectorWidth")
                    .asSubclass(IntSupplier.class)
                    .getDeclaredConstructor()
                    .newInstance()
                    .getAsInt();
        } catch (ReflectiveOperationException e) {
            throw cannotBeLoaded(e);
        }
    }

    /** Makes the kernels of a role with the arguments of its one constructor. */
    private static <T> T define(Class<T> role, int lanes, Object... arguments) {
        try (InputStream code = role.getResourceAsStream("Vector" + role.getSimpleName() + ".class")) {
            return role.cast(MethodHandles.lookup()
                    .defineHiddenClassWithClassData(code.readAllBytes(), lanes, true)
                    .lookupClass()
                    .getDeclaredConstructors()[0]
                    .newInstance(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw cannotBeLoaded(e);
        }
    }

    private static LinkageError cannotBeLoaded(ReflectiveOperationException cause) {
        return new LinkageError("the lane kernels cannot be loaded", cause);
    }
}
