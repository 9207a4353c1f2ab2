/** Writes figures as specifications for Vega-Lite 5, with their data, for editors and programs that change them. */
package io.gradflow.figure.vega;
