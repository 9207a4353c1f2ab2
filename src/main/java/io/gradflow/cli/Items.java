package io.gradflow.cli;

import io.gradflow.query.OutputFormat;
import io.gradflow.query.QueryException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The table of commands that count things: what, how many, and what there is to say of them. */
final class Items {
    private final List<Row> rows = new ArrayList<>();

    void add(String item, long count, String detail) {
        rows.add(RowFactory.create(item, count, detail));
    }

    /** Prints all of them on standard output. */
    void print(OutputFormat format) throws QueryException {
        format.print("item STRING, count BIGINT, detail STRING", rows, System.out);
    }
}
