package io.gradflow.parquet;

import io.gradflow.results.Column;
import io.gradflow.results.RowSchema;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The columns of rows as Parquet has them. */
final class ParquetSchema {
    private static final String LIST = "list";
    private static final String ELEMENT = "element";

    private ParquetSchema() {}

    static MessageType of(RowSchema schema) {
        return new MessageType(
                "epoch", schema.columns().stream().map(ParquetSchema::type).toList());
    }

    private static Type type(Column column) {
        return column instanceof Column.ListOf list ? type(list) : type((Column.Scalar) column);
    }

    private static Type type(Column.ListOf list) {
        var element = Types.requiredGroup();
        list.fields().forEach(field -> element.addField(type(field)));
        return Types.list(repetition(list)).element(element.named(ELEMENT)).named(list.name());
    }

    private static Type type(Column.Scalar column) {
        return ParquetType.of(column.type()).named(column.name(), repetition(column));
    }

    private static Repetition repetition(Column column) {
        return column.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    }

    /** The path to a column of single values. */
    static String[] path(String column) {
        return new String[] {column};
    }

    /** The path to a field of a list's elements. */
    static String[] path(String list, String field) {
        return new String[] {list, LIST, ELEMENT, field};
    }
}
