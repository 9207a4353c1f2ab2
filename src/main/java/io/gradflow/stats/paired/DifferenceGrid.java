package io.gradflow.stats.paired;

import java.util.Arrays;

/**
 * Differences as integer multiples of a step, so that sums of them are exact and equal sums are equal.
 *
 * <p>Accuracies on k samples differ by multiples of 1/k. If there is such a common quantum it is the step, found by
 * Euclid's algorithm with a tolerance: every difference is a multiple to within 1e-9 of the largest, and the largest is
 * at most 10^6 quanta. Else the step is a power of two so small that nothing or next to nothing is rounded: the largest
 * difference has 60 bits, or fewer where sums of all would not fit 62 bits.
 *
 * @param multiples the differences divided by the step, in the order of the differences
 * @param step the step, above 0, in the unit of the differences
 * @param lattice true if the step is a common quantum
 */
record DifferenceGrid(long[] multiples, double step, boolean lattice) {
    private static final double TOLERANCE = 1e-9;
    private static final double MOST_QUANTA = 1e6;
    private static final int SUM_BITS = 62;
    private static final int LARGEST_BITS = 60;

    static DifferenceGrid of(double[] differences) {
        double largest = Arrays.stream(differences).map(Math::abs).max().orElse(0);
        if (largest == 0) {
            return new DifferenceGrid(new long[differences.length], 1, true);
        }
        double quantum = commonQuantum(differences, largest);
        if (quantum > 0) {
            return new DifferenceGrid(multiples(differences, quantum), quantum, true);
        }
        int bitsOfCount = Integer.SIZE - Integer.numberOfLeadingZeros(differences.length);
        int bits = Math.min(LARGEST_BITS, SUM_BITS - bitsOfCount);
        double step = Math.max(Double.MIN_VALUE, Math.scalb(1.0, Math.getExponent(largest) + 1 - bits));
        return new DifferenceGrid(multiples(differences, step), step, false);
    }

    long sum() {
        return Arrays.stream(multiples).sum();
    }

    private static long[] multiples(double[] differences, double step) {
        return Arrays.stream(differences).mapToLong(d -> Math.round(d / step)).toArray();
    }

    /** The common quantum, or 0 if there is none. */
    private static double commonQuantum(double[] differences, double largest) {
        double tolerance = TOLERANCE * largest;
        double divisor = largest;
        for (double difference : differences) {
            divisor = commonDivisor(divisor, Math.abs(difference), tolerance);
            if (divisor * MOST_QUANTA < largest) {
                return 0;
            }
        }
        // Euclid's remainders carry the rounding of all steps, the largest difference that of one.
        double quantum = largest / Math.rint(largest / divisor);
        for (double difference : differences) {
            double multiple = Math.rint(difference / quantum);
            boolean vanishes = multiple == 0 && difference != 0;
            if (vanishes || Math.abs(difference - multiple * quantum) > tolerance) {
                return 0;
            }
        }
        return quantum;
    }

    /** Euclid's algorithm with the remainder of least absolute value. */
    private static double commonDivisor(double first, double second, double tolerance) {
        double divisor = first;
        double remainder = second;
        while (remainder > tolerance) {
            double next = Math.abs(Math.IEEEremainder(divisor, remainder));
            divisor = remainder;
            remainder = next;
        }
        return divisor;
    }
}
