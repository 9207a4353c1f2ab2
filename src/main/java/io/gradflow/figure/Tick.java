package io.gradflow.figure;

/**
 * A mark of an axis.
 *
 * @param value where it is
 * @param label what it says; empty for a mark between others
 */
public record Tick(double value, String label) {}
