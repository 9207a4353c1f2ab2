package io.gradflow.query;

import java.util.HexFormat;
import org.apache.spark.sql.Row;
import scala.collection.Map;
import scala.collection.Seq;

/** Values of a query's rows as text. */
final class CellText {
    private CellText() {}

    /** A value as text: binary ones in hexadecimal, arrays, maps and structs as JSON; null stays null. */
    static String of(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        boolean nested = value instanceof Row || value instanceof Seq<?> || value instanceof Map<?, ?>;
        return nested ? RowJson.cell(value) : value == null ? null : value.toString();
    }
}
