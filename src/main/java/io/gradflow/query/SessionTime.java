package io.gradflow.query;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.catalyst.util.TimestampFormatter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.unsafe.types.VariantVal;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Points of time as Spark's SQL writes them, in the session's time zone and not in that of this JVM. */
final class SessionTime {
    private final ZoneId zone;
    private final TimestampFormatter formatter;

    /**
     * The time of a zone.
     *
     * @param zone the setting {@code spark.sql.session.timeZone}
     */
    SessionTime(String zone) {
        this.zone = DateTimeUtils.getZoneId(zone);
        formatter = TimestampFormatter.getFractionFormatter(this.zone);
    }

    /** Whether rows have, or may have, points of time in them. */
    static boolean isIn(StructType schema) {
        return schema.existsRecursively(type ->
                type instanceof TimestampType || type instanceof TimestampNTZType || type instanceof VariantType);
    }

    /** A row in which all points of time are text. */
    Row inText(Row row) {
        var values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = text(row.get(i));
        }
        return new GenericRowWithSchema(values, row.schema());
    }

    private Object text(Object value) {
        if (value instanceof Instant instant) {
            return formatter.format(instant);
        }
        if (value instanceof LocalDateTime time) {
            return formatter.format(time);
        }
        if (value instanceof VariantVal variant) {
            return variant.toJson(zone);
        }
        if (value instanceof Row row) {
            return inText(row);
        }
        if (value instanceof Seq<?> sequence) {
            return sequence.map(this::text);
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            var entries = new LinkedHashMap<Object, Object>();
            CollectionConverters.asJava(map).forEach((key, element) -> entries.put(text(key), text(element)));
            return CollectionConverters.asScala(entries);
        }
        return value;
    }
}
