package io.gradflow.stats.coverage;

import io.gradflow.random.Generator;
import java.util.function.Function;

/**
 * Data that can be drawn again and again.
 *
 * @param population what it is drawn from
 * @param seeds how many seeds are drawn
 * @param truth the true value that intervals should contain
 * @param draw draws the data
 */
record Scenario<D>(String population, String seeds, double truth, Function<Generator, D> draw) {}
