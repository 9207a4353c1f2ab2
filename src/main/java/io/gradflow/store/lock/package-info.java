/**
 * The right to write into a store: the operating system's lock on a local disk, and a lease on file systems without
 * locks.
 */
package io.gradflow.store.lock;
