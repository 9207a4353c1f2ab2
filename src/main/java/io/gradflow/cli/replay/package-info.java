/**
 * Training a stored run once more: which one is meant, whether its rows are the same, and what is kept of its network.
 */
package io.gradflow.cli.replay;
