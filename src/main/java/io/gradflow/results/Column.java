package io.gradflow.results;

import io.gradflow.catalog.ValueType;
import java.util.List;

/** One column of the rows. Files, Spark's datasets and the views have it under the same name. */
public sealed interface Column {

    /** The name, unique among the columns of a row, or among the fields of a list's elements. */
    String name();

    /** Whether a row, or an element of a list, may lack the value. */
    boolean nullable();

    /** A column of single values. */
    record Scalar(String name, ValueType type, boolean nullable) implements Column {}

    /**
     * A column of lists, whose elements all have the same fields.
     *
     * @param nullable whether a row may lack the list; an element is never null
     * @param fields of an element, in their order
     */
    record ListOf(String name, boolean nullable, List<Scalar> fields) implements Column {
        /** Copies the list. */
        public ListOf {
            fields = List.copyOf(fields);
        }
    }

    /**
     * The position of a column among others, from 0.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static int position(List<? extends Column> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column is called " + name);
    }
}
