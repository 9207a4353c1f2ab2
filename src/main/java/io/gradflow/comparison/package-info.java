/**
 * Groups of runs compared over their seeds: what each group reached, which differences are real, and what so many seeds
 * can show at all. Whoever reads the runs from a store hands them over; the numbers come from {@code stats}.
 */
package io.gradflow.comparison;
