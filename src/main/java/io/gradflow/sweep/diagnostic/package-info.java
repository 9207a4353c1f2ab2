/** What is measured of each network beside its losses and accuracies, and at which epochs; no part of its identity. */
package io.gradflow.sweep.diagnostic;
