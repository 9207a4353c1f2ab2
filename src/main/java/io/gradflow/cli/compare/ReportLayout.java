package io.gradflow.cli.compare;

import io.gradflow.catalog.ValueType;
import io.gradflow.query.PrintFormat;
import io.gradflow.query.QueryException;
import io.gradflow.stats.Interval;
import io.gradflow.sweep.TaskKey;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * How a report is laid out. For people: the groups, what must be known before a number is read, and the pairs. Programs
 * get one table alone, and the notes go to standard error.
 *
 * @param format of the tables
 * @param shown the only table to print; null for all that people get
 */
record ReportLayout(PrintFormat format, Shown shown) {
    /**
     * The layout that was asked for.
     *
     * @param shown the only table to print; null if the user names none
     * @param forPrograms the table that programs get then
     */
    static ReportLayout of(PrintFormat format, Shown shown, Shown forPrograms) {
        return new ReportLayout(format, shown == null && !format.isForPeople() ? forPrograms : shown);
    }

    /** A table, with its columns as Spark's schemas name them. */
    record Table(String schema, List<Row> rows) {}

    /** Whether a table is printed. */
    boolean has(Shown table) {
        return shown == null ? table == Shown.GROUPS || table == Shown.PAIRS : shown == table;
    }

    /** Prints tables, of which those that are not asked for may be empty. */
    void print(Optional<Table> first, List<String> notes, Optional<Table> second, PrintStream out)
            throws QueryException {
        boolean isForPeople = format.isForPeople();
        var aside = isForPeople ? out : System.err;
        if (first.isPresent()) {
            format.print(first.get().schema(), first.get().rows(), out);
        }
        if (isForPeople) {
            aside.println();
        }
        notes.stream().map(format::note).forEach(aside::println);
        if (second.isPresent() && !(isForPeople && second.get().rows().isEmpty())) {
            if (isForPeople) {
                aside.println();
            }
            format.print(second.get().schema(), second.get().rows(), out);
        }
    }

    /** The columns of keys, each followed by a comma. */
    static String keyColumns(List<TaskKey> keys) {
        return keys.stream()
                .map(key -> key.column() + " " + type(key.type()) + ", ")
                .collect(Collectors.joining());
    }

    private static String type(ValueType type) {
        return switch (type) {
            case NUMBER -> "DOUBLE";
            case INTEGER -> "INT";
            case LONG -> "BIGINT";
            case FLAG -> "BOOLEAN";
            case TEXT -> "STRING";
        };
    }

    /** Adds the ends of an interval to a row, or nulls. */
    static void addEnds(List<Object> row, Optional<Interval> interval) {
        row.add(interval.map(Interval::low).orElse(null));
        row.add(interval.map(Interval::high).orElse(null));
    }
}
