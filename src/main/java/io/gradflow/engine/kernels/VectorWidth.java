package io.gradflow.engine.kernels;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.function.IntSupplier;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** How many doubles a vector holds: in a kernel class, and at most on this machine. */
final class VectorWidth implements IntSupplier {

    /**
     * The vectors of a hidden class whose class data is the number of lanes.
     *
     * @param lookup that of the hidden class
     */
    static VectorSpecies<Double> species(MethodHandles.Lookup lookup) {
        try {
            int lanes = MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME, Integer.class);
            return VectorSpecies.of(double.class, VectorShape.forBitSize(lanes * Double.SIZE));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** The number of doubles in the vectors that the JVM prefers on this machine. */
    @Override
    public int getAsInt() {
        return DoubleVector.SPECIES_PREFERRED.length();
    }
}
