/**
 * Random numbers: the stream of NumPy's {@code default_rng}, bit for bit, and how a run's streams are addressed.
 *
 * <p>The package owns the seeding ({@link io.gradflow.random.SeedSequence}), the bit generator PCG64, the
 * distributions drawn from it ({@link io.gradflow.random.Generator}), and the rule that gives every
 * {@link io.gradflow.random.Purpose} of a run its stream ({@link io.gradflow.random.Seeding}). Nothing here depends on
 * the platform: integer arithmetic, IEEE 754 operations without fused multiply-add, and {@link StrictMath}.
 *
 * <p>It imports nothing of the project and nothing but the JDK.
 */
package io.gradflow.random;
