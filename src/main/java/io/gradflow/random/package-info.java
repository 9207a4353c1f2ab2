/**
 * Random numbers: the streams of NumPy's {@code default_rng} and of its legacy {@code RandomState}, and the rules that
 * give a run its streams.
 *
 * <p>The package owns the seeding ({@link io.gradflow.random.SeedSequence}) and the bit generators PCG64 and MT19937.
 * It owns the distributions drawn from them ({@link io.gradflow.random.RandomSource}, which is a
 * {@link io.gradflow.random.Generator} or a {@link io.gradflow.random.RandomState}). It also owns the rules that give
 * every {@link io.gradflow.random.Purpose} of a run its stream ({@link io.gradflow.random.Seeding},
 * {@link io.gradflow.random.NumpyGenerator}). Nothing here depends on the platform. The code uses only integer
 * arithmetic, IEEE 754 operations (fused only where the code says so), and {@link StrictMath}.
 *
 * <p>The package imports nothing but the JDK.
 */
package io.gradflow.random;
