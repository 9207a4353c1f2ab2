/**
 * Asking a store: its views, SQL, and printing of results.
 */
package io.gradflow.query;
