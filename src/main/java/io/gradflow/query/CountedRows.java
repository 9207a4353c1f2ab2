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

    /** How many were taken by now. */
    long count() {
        return count;
    }

    /** Whether as many were taken as were wanted, and there are more. Computes one row more for that. */
    boolean isCut() {
        return count == limit && rows.hasNext();
    }
}
