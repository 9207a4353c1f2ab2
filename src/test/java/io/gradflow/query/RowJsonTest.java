package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.sql.Date;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scala.jdk.javaapi.CollectionConverters;

class RowJsonTest {
    static List<Arguments> values() {
        return List.of(
                Arguments.of(null, "null"),
                Arguments.of(0.1, "0.1"),
                Arguments.of(-0.0, "-0.0"),
                Arguments.of(Double.MIN_VALUE, "4.9E-324"),
                Arguments.of(Double.NaN, "null"),
                Arguments.of(Double.NEGATIVE_INFINITY, "null"),
                Arguments.of(0.1f, "0.1"),
                Arguments.of(Float.POSITIVE_INFINITY, "null"),
                Arguments.of(new BigDecimal("0.10"), "0.10"),
                Arguments.of(Long.MAX_VALUE, "9223372036854775807"),
                Arguments.of(-7, "-7"),
                Arguments.of((byte) 3, "3"),
                Arguments.of(true, "true"),
                Arguments.of("a \"b\"\n", "\"a \\\"b\\\"\\n\""),
                Arguments.of(new byte[] {0, (byte) 0xff}, "\"00ff\""),
                Arguments.of(Date.valueOf("2024-02-29"), "\"2024-02-29\""),
                Arguments.of(sequence(1, null, Double.NaN), "[1,null,null]"),
                Arguments.of(sequence(), "[]"),
                Arguments.of(CollectionConverters.asScala(Map.of(2, "b")), "{\"2\":\"b\"}"),
                Arguments.of(struct("a INT, b ARRAY<DOUBLE>", 1, sequence(0.5)), "{\"a\":1,\"b\":[0.5]}"),
                Arguments.of(sequence(struct("a INT", 1), struct("a INT", (Object) null)), "[{\"a\":1},{\"a\":null}]"));
    }

    private static Object sequence(Object... values) {
        return CollectionConverters.asScala(Arrays.asList(values)).toSeq();
    }

    private static Row struct(String columns, Object... values) {
        return new GenericRowWithSchema(values, StructType.fromDDL(columns));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesAreJson(Object value, String json) {
        assertEquals(json, RowJson.value(value).toString());
    }

    @Test
    void aRowIsAnObjectWithItsColumnsInOrder() {
        assertEquals(
                "{\"b\":1,\"a\":null,\"c\":{\"d\":\"x\"}}",
                RowJson.object(
                                StructType.fromDDL("b INT, a DOUBLE, c STRUCT<d: STRING>"),
                                RowFactory.create(1, Double.NaN, struct("d STRING", "x")))
                        .toString());
    }

    @Test
    void aCellKeepsNumbersThatAreNotFinite() {
        assertEquals("[0.5,NaN,null]", RowJson.cell(sequence(0.5, Double.NaN, null)));
        assertEquals(
                "{\"a\":[-Infinity],\"b\":NaN,\"c\":\"NaN\"}",
                RowJson.cell(struct(
                        "a ARRAY<DOUBLE>, b FLOAT, c STRING", sequence(Double.NEGATIVE_INFINITY), Float.NaN, "NaN")));
        assertEquals(
                "{\"k\":Infinity}", RowJson.cell(CollectionConverters.asScala(Map.of("k", Double.POSITIVE_INFINITY))));
    }
}
