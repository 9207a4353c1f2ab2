/** The fast engine, which trains several networks at once, one in each lane of a SIMD vector. May not import Spark. */
package io.gradflow.engine.lanes;
