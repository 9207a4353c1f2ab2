package io.gradflow.parquet;

import io.gradflow.results.RowSchema;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** Finds the tasks that end in a file. */
public final class EndedTasks {
    private EndedTasks() {}

    /**
     * Reads two columns of a file. A file without rows of networks has none.
     *
     * @param consumer gets the identity of each last row's task, in the order of the rows
     * @throws IOException if the file cannot be read
     * @throws RuntimeException if the bytes of the file make no sense
     */
    public static void forEach(HadoopInputFile file, Consumer<Binary> consumer) throws IOException {
        try (var reader = ParquetInput.open(file)) {
            var footer = reader.getFileMetaData();
            var schema = footer.getSchema();
            if (FileOrigin.keys(schema).isEmpty()) {
                return;
            }
            var columns = new MessageType(
                    schema.getName(), schema.getType(RowSchema.TASK.name()), schema.getType(RowSchema.OUTCOME.name()));
            reader.setRequestedSchema(columns);
            for (var group : reader.getRowGroups()) {
                if (hasNoLastRow(group)) {
                    reader.skipNextRowGroup();
                } else {
                    forEach(reader.readNextRowGroup(), columns, footer.getCreatedBy(), consumer);
                }
            }
        }
    }

    /** Most row groups of long trainings have none. */
    private static boolean hasNoLastRow(BlockMetaData group) {
        return group.getColumns().stream()
                .filter(column -> column.getPath().toDotString().equals(RowSchema.OUTCOME.name()))
                .map(ColumnChunkMetaData::getStatistics)
                .anyMatch(statistics -> statistics.isNumNullsSet() && statistics.getNumNulls() == group.getRowCount());
    }

    private static void forEach(PageReadStore group, MessageType columns, String createdBy, Consumer<Binary> consumer) {
        var readers = new ColumnReadStoreImpl(
                group, new GroupRecordConverter(columns).getRootConverter(), columns, createdBy);
        var task = reader(readers, columns, RowSchema.TASK.name());
        var outcome = reader(readers, columns, RowSchema.OUTCOME.name());
        for (long row = 0; row < group.getRowCount(); row++) {
            if (isThere(task) && isThere(outcome)) {
                consumer.accept(task.getBinary());
            }
            task.consume();
            outcome.consume();
        }
    }

    private static boolean isThere(ColumnReader value) {
        return value.getCurrentDefinitionLevel() == value.getDescriptor().getMaxDefinitionLevel();
    }

    private static ColumnReader reader(ColumnReadStoreImpl readers, MessageType columns, String name) {
        return readers.getColumnReader(columns.getColumnDescription(new String[] {name}));
    }
}
