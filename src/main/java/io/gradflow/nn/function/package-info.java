/**
 * The numeric functions that components share: elementary functions, their forms over arrays, the error function, and
 * the singular values of matrices. They have the same bits on every platform.
 */
package io.gradflow.nn.function;
