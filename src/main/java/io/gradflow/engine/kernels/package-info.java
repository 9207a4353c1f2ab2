/**
 * The inner loops of the lane engine, on SIMD vectors. An interface for each role ({@code ForwardKernels},
 * {@code StatisticsKernels}, ...) says what its kernels compute; a class {@code Vector...} beside it does it with the
 * Vector API; {@link io.gradflow.engine.kernels.LaneKernels} holds one kernel object of each role. May not import
 * Spark.
 *
 * <p><b>Layout.</b> Arrays are lane-interleaved: a vector holds the same element of several networks, one network a
 * lane, and element i of all networks is the vector {@code [i * lanes, (i + 1) * lanes)} of an array. Arguments named
 * {@code count} are numbers of vectors. Arguments named {@code from}, {@code to} and {@code offset} are indices of
 * doubles. Each lane is computed on its own, in the order of the elements, so its bits depend neither on the number of
 * lanes nor on the contents of the other lanes.
 *
 * <p><b>Rules for kernels.</b> HotSpot's compiler C2 must keep vectors in registers. A vector that it puts on the heap
 * makes a kernel many times slower, and {@code AllocationTest} fails. Therefore:
 *
 * <ul>
 *   <li>A vector on which a method is called was made in the same pass of the loop. Vectors from before the pass are
 *       arguments only. C2 knows the class of such a vector only from profiles, which it may not have yet.
 *   <li>A kernel is one method with one innermost loop. It calls the Vector API and none of our own methods, which C2
 *       does not inline once a method is large. So exp is written out in two kernels, and so is the logarithm of a
 *       reduced argument.
 *   <li>A kernel does not use NEG on vectors of longs and counts without masks: JDK 17 has instructions for neither.
 *   <li>Where multiply-adds are many, the count of a shift is a vector. JDK 17 turns a shift by a scalar into a shift
 *       by a register, even if the scalar is a constant, and Zen 4 does those in the units of multiply-adds.
 *   <li>The name of a class that uses the Vector API begins with {@code Vector}. By that name the compiler's options in
 *       pom.xml ({@code vector.options}) see to it that a kernel is compiled early and apart from its callers, and the
 *       build gives the class the incubating module ({@code vector.sources}).
 * </ul>
 */
package io.gradflow.engine.kernels;
