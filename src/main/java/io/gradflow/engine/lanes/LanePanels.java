package io.gradflow.engine.lanes;

/**
 * A matrix of vectors in the order in which a product reads it: four columns at a time, row by row; columns that are left
 * over one at a time.
 */
record LanePanels(double[] data, int offset) {}
