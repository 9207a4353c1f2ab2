/**
 * The numeric functions that components share, with the same bits on every platform: elementary functions, their forms
 * over arrays, and the error function.
 */
package io.gradflow.nn.function;
