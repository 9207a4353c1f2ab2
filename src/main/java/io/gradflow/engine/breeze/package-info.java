/** The readable reference: one network after the other, on dense Breeze matrices. May not import Spark. */
package io.gradflow.engine.breeze;
