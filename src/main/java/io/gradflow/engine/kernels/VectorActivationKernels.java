package io.gradflow.engine.kernels;

import static jdk.incubator.vector.VectorOperators.AND_NOT;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.gradflow.nn.function.Elementary;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activations on the Vector API.
 */
final class VectorActivationKernels implements ActivationKernels {
    private static final VectorSpecies<Double> SPECIES = VectorWidth.species(MethodHandles.lookup());
    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SPECIES.vectorShape());
    private static final int LANES = SPECIES.length();

    private static final long SIGN = Long.MIN_VALUE;
    private static final long MAGNITUDE = Long.MAX_VALUE;
    private static final long INFINITY_BITS = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
    private static final long TANH_HIGHEST_BITS = Double.doubleToRawLongBits(Elementary.TANH_HIGHEST);
    private static final long ARCTAN_HIGHEST_BITS = Double.doubleToRawLongBits(Elementary.ARCTAN_HIGHEST);
    private static final long ARCTAN_CENTER_BITS = Double.doubleToRawLongBits(Elementary.ARCTAN_CENTER_1);
    private static final long ARCTAN_OF_CENTER_BITS = Double.doubleToRawLongBits(Elementary.ARCTAN_OF_CENTER_1);
    /** The bits in which the second center differs from the first. */
    private static final long ARCTAN_CENTER_CHANGE =
            ARCTAN_CENTER_BITS ^ Double.doubleToRawLongBits(Elementary.ARCTAN_CENTER_2);

    /** The bits in which the arctangent of the second center differs from that of the first. */
    private static final long ARCTAN_OF_CENTER_CHANGE =
            ARCTAN_OF_CENTER_BITS ^ Double.doubleToRawLongBits(Elementary.ARCTAN_OF_CENTER_2);

    private final FunctionKernels functions;

    VectorActivationKernels(FunctionKernels functions) {
        this.functions = functions;
    }

    @Override
    public void relu(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        double[] zs = z.data();
        int zFrom = z.offset();
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, zs, zFrom + i).reinterpretAsLongs();
            // All bits set for 0 and for numbers with a sign.
            var isNotPositive = x.sub(1).or(x).lanewise(ASHR, 63);
            var isNan = LongVector.broadcast(LONGS, INFINITY_BITS)
                    .sub(x.and(MAGNITUDE))
                    .lanewise(ASHR, 63);
            x.lanewise(AND_NOT, isNotPositive)
                    .or(x.and(isNan))
                    .reinterpretAsDoubles()
                    .intoArray(vs, valuesFrom + i);
            LongVector.broadcast(LONGS, Elementary.ONE_BITS)
                    .lanewise(AND_NOT, isNotPositive)
                    .reinterpretAsDoubles()
                    .intoArray(ds, derivativesFrom + i);
        }
    }

    @Override
    public void leakyRelu(double slope, LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        double[] zs = z.data();
        int zFrom = z.offset();
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, zs, zFrom + i);
            var bits = x.reinterpretAsLongs();
            // As in relu, all bits set for 0 and for numbers with a sign.
            var isNotPositive = bits.sub(1).or(bits).lanewise(ASHR, 63);
            x.mul(slope)
                    .reinterpretAsLongs()
                    .and(isNotPositive)
                    .or(bits.lanewise(AND_NOT, isNotPositive))
                    .reinterpretAsDoubles()
                    .intoArray(vs, valuesFrom + i);
            DoubleVector.broadcast(SPECIES, slope)
                    .reinterpretAsLongs()
                    .and(isNotPositive)
                    .or(LongVector.broadcast(LONGS, Elementary.ONE_BITS).lanewise(AND_NOT, isNotPositive))
                    .reinterpretAsDoubles()
                    .intoArray(ds, derivativesFrom + i);
        }
    }

    @Override
    public void tanh(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        double[] zs = z.data();
        int zFrom = z.offset();
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var zBits = DoubleVector.fromArray(SPECIES, zs, zFrom + i).reinterpretAsLongs();
            var magnitude = zBits.and(MAGNITUDE);
            // Doubles without a sign have the order of their bits. Only NaN is above infinity; clamping loses it.
            var clamped = magnitude.lanewise(MIN, TANH_HIGHEST_BITS).reinterpretAsDoubles();
            var floored = clamped.fma(
                            DoubleVector.broadcast(SPECIES, Elementary.TWO_LOG2_E),
                            DoubleVector.broadcast(SPECIES, Elementary.FLOORER_AND_QUARTER))
                    .reinterpretAsLongs()
                    .and(Elementary.FLOORER_MASK);
            var k = floored.reinterpretAsDoubles().sub(Elementary.FLOORER);
            var scale = floored.lanewise(LSHL, LongVector.broadcast(LONGS, Elementary.FLOORER_SHIFT))
                    .add(Elementary.ONE_BITS)
                    .reinterpretAsDoubles();
            var u = k.fma(DoubleVector.broadcast(SPECIES, -Elementary.HALF_LN2), clamped);
            var square = u.mul(u);
            var polynomial = DoubleVector.broadcast(SPECIES, Elementary.TANH_15);
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_13));
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_11));
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_9));
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_7));
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_5));
            polynomial = polynomial.fma(square, DoubleVector.broadcast(SPECIES, Elementary.TANH_3));
            var t = u.mul(square).fma(polynomial, u);
            var numerator = scale.add(1).fma(t, scale.sub(1));
            var denominator =
                    numerator.add(t.fma(DoubleVector.broadcast(SPECIES, -2), DoubleVector.broadcast(SPECIES, 2)));
            var absolute = numerator.div(denominator);
            var isNan = LongVector.broadcast(LONGS, INFINITY_BITS)
                    .sub(magnitude)
                    .lanewise(ASHR, LongVector.broadcast(LONGS, 63));
            var value =
                    absolute.reinterpretAsLongs().or(zBits.and(SIGN)).or(isNan).reinterpretAsDoubles();
            value.intoArray(vs, valuesFrom + i);
            value.fma(value.neg(), DoubleVector.broadcast(SPECIES, 1)).intoArray(ds, derivativesFrom + i);
        }
    }

    @Override
    public void arctan(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        double[] zs = z.data();
        int zFrom = z.offset();
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, zs, zFrom + i);
            DoubleVector.broadcast(SPECIES, 1)
                    .div(x.fma(x, DoubleVector.broadcast(SPECIES, 1)))
                    .intoArray(ds, derivativesFrom + i);
            var zBits = x.reinterpretAsLongs();
            var magnitude = zBits.and(MAGNITUDE);
            // MIN, as in tanh, would occupy a unit of multiply-adds. NaN is not clamped: it has no sign here, and the
            // difference has none either.
            var isHigh = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_HIGHEST)
                    .sub(magnitude.reinterpretAsDoubles())
                    .reinterpretAsLongs()
                    .lanewise(ASHR, LongVector.broadcast(LONGS, 63));
            var clamped = magnitude
                    .lanewise(AND_NOT, isHigh)
                    .or(isHigh.and(ARCTAN_HIGHEST_BITS))
                    .reinterpretAsDoubles();
            var isAbove1 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_THRESHOLD_1)
                    .sub(clamped)
                    .reinterpretAsLongs()
                    .lanewise(ASHR, LongVector.broadcast(LONGS, 63));
            var isAbove2 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_THRESHOLD_2)
                    .sub(clamped)
                    .reinterpretAsLongs()
                    .lanewise(ASHR, LongVector.broadcast(LONGS, 63));
            var center = isAbove2.and(ARCTAN_CENTER_CHANGE)
                    .lanewise(XOR, isAbove1.and(ARCTAN_CENTER_BITS))
                    .reinterpretAsDoubles();
            var base = isAbove2.and(ARCTAN_OF_CENTER_CHANGE)
                    .lanewise(XOR, isAbove1.and(ARCTAN_OF_CENTER_BITS))
                    .reinterpretAsDoubles();
            var w = clamped.sub(center).div(clamped.fma(center, DoubleVector.broadcast(SPECIES, 1)));
            var square = w.mul(w);
            var fourth = square.mul(square);
            var p3 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_5)
                    .fma(square, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_3));
            var p7 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_9)
                    .fma(square, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_7));
            var p11 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_13)
                    .fma(square, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_11));
            var p15 = DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_17)
                    .fma(square, DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_15));
            var polynomial =
                    DoubleVector.broadcast(SPECIES, Elementary.ARCTAN_19).fma(fourth, p15);
            polynomial = polynomial.fma(fourth, p11);
            polynomial = polynomial.fma(fourth, p7);
            polynomial = polynomial.fma(fourth, p3);
            var absolute = w.mul(square).fma(polynomial, w).add(base);
            absolute.reinterpretAsLongs()
                    .or(zBits.and(SIGN))
                    .reinterpretAsDoubles()
                    .intoArray(vs, valuesFrom + i);
        }
    }

    @Override
    public void sigmoid(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        functions.sigmoid(z.data(), z.offset(), values.data(), values.offset(), count);
        sigmoidDerivatives(values, derivatives, count);
    }

    private static void sigmoidDerivatives(LaneTile values, LaneTile derivatives, int count) {
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var value = DoubleVector.fromArray(SPECIES, vs, valuesFrom + i);
            value.mul(DoubleVector.broadcast(SPECIES, 1).sub(value)).intoArray(ds, derivativesFrom + i);
        }
    }

    @Override
    public void softsign(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        double[] zs = z.data();
        int zFrom = z.offset();
        double[] vs = values.data();
        int valuesFrom = values.offset();
        double[] ds = derivatives.data();
        int derivativesFrom = derivatives.offset();
        for (int i = 0; i < count * LANES; i += LANES) {
            var x = DoubleVector.fromArray(SPECIES, zs, zFrom + i);
            var reciprocal = DoubleVector.broadcast(SPECIES, 1).div(x.abs().add(1));
            var value = x.mul(reciprocal);
            value.intoArray(vs, valuesFrom + i);
            reciprocal.mul(reciprocal).intoArray(ds, derivativesFrom + i);
        }
    }
}
