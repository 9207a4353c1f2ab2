/**
 * The numeric functions that components share: elementary functions, their forms over arrays, and the error function.
 * They have the same bits on every platform.
 */
package io.gradflow.nn.function;
