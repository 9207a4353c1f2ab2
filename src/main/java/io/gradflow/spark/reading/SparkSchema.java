package io.gradflow.spark.reading;

import io.gradflow.results.Column;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of rows as Spark has them. */
final class SparkSchema {
    private SparkSchema() {}

    static StructType of(List<? extends Column> columns) {
        var schema = new StructType();
        for (var column : columns) {
            schema = schema.add(column.name(), type(column), column.nullable());
        }
        return schema;
    }

    private static DataType type(Column column) {
        return column instanceof Column.ListOf list
                ? DataTypes.createArrayType(of(list.fields()), false)
                : SparkType.of(((Column.Scalar) column).type()).dataType();
    }
}
