package io.gradflow.query;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** Counts rows while they are taken, and ends after some. */
final class CountedRows implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final long limit;
    private long count;

    CountedRows(Iterator<Row> rows, long limit) {
        this.rows = rows;
        this.limit = limit;
    }

    @Override
    public boolean hasNext() {
        return count < limit && rows.hasNext();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        count++;
        return rows.next();
    }

    /** What was taken by now. Computes one row more if there are as many as were wanted. */
    Printed printed() {
        return new Printed(count, count == limit && rows.hasNext());
    }
}
