package io.gradflow.cli.output;

import io.gradflow.query.PrintFormat;
import io.gradflow.query.QueryException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The table that {@code plan} and {@code status} print: what is counted, how many there are, and a remark. */
public final class CountTable {
    private final List<Row> rows = new ArrayList<>();

    /** Adds a line. */
    public void add(String item, long count, String detail) {
        rows.add(RowFactory.create(item, count, detail));
    }

    /** Prints the table on standard output. */
    public void print(PrintFormat format) throws QueryException {
        format.print("item STRING, count BIGINT, detail STRING", rows, System.out);
    }
}
