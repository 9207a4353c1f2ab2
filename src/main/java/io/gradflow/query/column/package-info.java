/** What is measured of a row, as columns of numbers. */
package io.gradflow.query.column;
