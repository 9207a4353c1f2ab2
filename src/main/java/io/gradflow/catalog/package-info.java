/**
 * The declarations of the kinds of a component (activations, initialisers, datasets, ...): their names, parameters,
 * defaults and rules. The configuration, the columns of the tables, the task ids and the reference
 * documentation are all derived from these declarations.
 *
 * <p>The package imports nothing else of the project.
 */
package io.gradflow.catalog;
