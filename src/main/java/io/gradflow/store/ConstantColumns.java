package io.gradflow.store;

import io.gradflow.parquet.ParquetInput;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * Columns that have the same value in every row of some files, according to the statistics in the files' footers. No
 * row is read. A column of which the statistics tell too little counts as one that varies.
 */
public final class ConstantColumns {
    /** For more files than this, it would take longer to read the footers than it takes to group by all columns. */
    private static final int MAX_FILES = 1000;

    private ConstantColumns() {}

    /**
     * The constant ones among the keys of a store, by the names of their columns.
     *
     * @param keys those of {@code store.json}
     * @return a text, number or Boolean for each; empty where all rows have null
     * @throws StoreException if the rows have another key
     */
    public static Map<String, Optional<Object>> of(List<Wave> waves, Collection<String> keys, Configuration hadoop)
            throws StoreException {
        var files = waves.stream()
                .flatMap(wave -> wave.files().stream().map(wave::path))
                .toList();
        if (files.isEmpty() || files.size() > MAX_FILES) {
            return Map.of();
        }
        var found = new ConcurrentHashMap<String, Set<Object>>();
        keys.forEach(column -> found.put(column, ConcurrentHashMap.newKeySet()));
        var schemas = new ConcurrentHashMap<Path, MessageType>();
        try {
            files.parallelStream().forEach(file -> {
                var footer = footer(file, hadoop);
                schemas.put(file, footer.getFileMetaData().getSchema());
                add(footer, found);
            });
        } catch (UnreadableFooter e) {
            // Whoever reads the rows finds the fault, too, and tells more about it.
            return Map.of();
        }
        for (var file : files) {
            DescribedKeys.require(keys, schemas.get(file), file);
        }
        var constant = new HashMap<String, Optional<Object>>();
        found.forEach((column, values) -> {
            if (values.size() == 1 && !values.contains(Bound.UNKNOWN)) {
                var value = values.iterator().next();
                constant.put(column, value == Bound.NULL ? Optional.empty() : Optional.of(value));
            }
        });
        return constant;
    }

    /** What is known of a column's values beside that they are certain ones. */
    private enum Bound {
        NULL,
        UNKNOWN
    }

    private static final class UnreadableFooter extends RuntimeException {
        private static final long serialVersionUID = 1;

        private UnreadableFooter(Exception cause) {
            super(cause);
        }
    }

    private static ParquetMetadata footer(Path file, Configuration hadoop) {
        try (var reader = ParquetInput.open(HadoopInputFile.fromPath(file, hadoop))) {
            return reader.getFooter();
        } catch (IOException | RuntimeException e) {
            throw new UnreadableFooter(e);
        }
    }

    private static void add(ParquetMetadata footer, Map<String, Set<Object>> found) {
        for (var block : footer.getBlocks()) {
            var missing = new HashSet<>(found.keySet());
            for (var chunk : block.getColumns()) {
                String column = chunk.getPath().toDotString();
                if (missing.remove(column)) {
                    add(chunk, found.get(column));
                }
            }
            missing.forEach(column -> found.get(column).add(Bound.NULL));
        }
    }

    private static void add(ColumnChunkMetaData chunk, Set<Object> values) {
        var statistics = chunk.getStatistics();
        if (statistics == null || !statistics.isNumNullsSet()) {
            values.add(Bound.UNKNOWN);
            return;
        }
        if (statistics.getNumNulls() > 0) {
            values.add(Bound.NULL);
        }
        if (statistics.getNumNulls() < chunk.getValueCount()) {
            boolean isOne = statistics.hasNonNullValue()
                    && value(statistics.genericGetMin()).equals(value(statistics.genericGetMax()));
            values.add(isOne ? value(statistics.genericGetMin()) : Bound.UNKNOWN);
        }
    }

    /** The value as a Java object. Parquet's statistics have -0.0 as the least zero, and 0.0 as the greatest. */
    private static Object value(Object stored) {
        if (stored instanceof Binary text) {
            return text.toStringUsingUTF8();
        }
        return stored instanceof Double number && number == 0 ? (Object) 0.0 : stored;
    }
}
