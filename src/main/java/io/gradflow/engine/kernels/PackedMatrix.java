package io.gradflow.engine.kernels;

/**
 * A matrix of vectors in the order in which a product reads it: four columns at a time, row by row; then the columns
 * that are left over, one at a time.
 *
 * @param data holds the matrix
 * @param offset index of the matrix's first double
 */
public record PackedMatrix(double[] data, int offset) {}
