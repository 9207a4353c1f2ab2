/** Draws figures: PNG by Java's own images, SVG by Batik, the panels of both by JFreeChart. */
package io.gradflow.figure.chart;
