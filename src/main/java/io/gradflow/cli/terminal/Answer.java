package io.gradflow.cli.terminal;

import java.time.Duration;

/**
 * What of the answer to a query was printed.
 *
 * @param rows how many rows
 * @param isCut whether the answer has more
 * @param taken how long it took until they were there
 */
public record Answer(long rows, boolean isCut, Duration taken) {}
