/** Aggregate functions for Spark SQL whose results do not depend on how Spark divides the work. */
package io.gradflow.query.exact;
