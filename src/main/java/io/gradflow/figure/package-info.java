/**
 * A figure as a value: axes, panels, marks, what each colour means, and what must be said below. It is made without
 * drawing, and tested without. Its subpackages write it: {@code chart} as PNG and SVG, {@code vega} as a specification
 * for Vega-Lite. No type of theirs is here, so that another renderer needs nothing of them.
 *
 * <p>Of the project, the package imports nothing. It may not import Spark, Hadoop or a library that draws.
 */
package io.gradflow.figure;
