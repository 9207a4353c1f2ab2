package io.gradflow.diagnostics;

/**
 * Sums over a hidden layer, from which its moments follow, but for the percentiles. Sums of z and of phi(z) are of
 * their differences from one of the values, so that a variance does not lose the digits that values far from 0 have in
 * common.
 *
 * @param samples how many training samples there are
 * @param units how many units the layer has
 * @param zeros how many samples have a z of zeros alone, which has no direction
 * @param zShift the value that z differ from
 * @param zSum the sum of the differences of z; finite
 * @param zShiftedSquares the sum of their squares; infinite if it overflowed
 * @param phiShift the value that phi(z) differ from
 * @param phiSum the sum of the differences of phi(z); finite
 * @param phiShiftedSquares the sum of their squares; infinite if it overflowed
 * @param zSquares the sum of z^2
 * @param directionSquares the square of the length of the sum of the directions of all samples that are not zero
 */
public record MomentTotals(
        int samples,
        int units,
        int zeros,
        double zShift,
        double zSum,
        double zShiftedSquares,
        double phiShift,
        double phiSum,
        double phiShiftedSquares,
        double zSquares,
        double directionSquares) {}
