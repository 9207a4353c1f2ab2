/**
 * Answers about a store: its views, SQL queries over them, and the printing of rows.
 */
package io.gradflow.query;
