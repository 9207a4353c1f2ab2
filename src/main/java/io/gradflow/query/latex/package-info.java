/** Tables and text for LaTeX documents. */
package io.gradflow.query.latex;
