package io.gradflow.query;

/**
 * What of a query's answer was printed.
 *
 * @param rows how many rows
 * @param isCut whether the answer has more
 */
public record Printed(long rows, boolean isCut) {}
