/**
 * What training yields: the metrics and their definitions, the row of an epoch, and how a task ended. Those who read
 * results need nothing else of training. May not import Spark or the engines.
 */
package io.gradflow.results;
