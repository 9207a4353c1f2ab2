/**
 * A store: its layout on a file system, and what of it is committed.
 */
package io.gradflow.store;
