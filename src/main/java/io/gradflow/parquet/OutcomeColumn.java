package io.gradflow.parquet;

import io.gradflow.results.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.io.api.Binary;

/**
 * How a task ended, on its last row; null on all other rows. Statistics let readers skip pages and row groups in which
 * all are null.
 */
final class OutcomeColumn extends ColumnBuffer {
    private static final Map<Outcome, Binary> TEXTS = texts();

    private final List<Outcome> outcomes = new ArrayList<>();
    private final PageLevels definitionLevels;
    private final ValuesWriter values = Encodings.plain();

    OutcomeColumn(ColumnDescriptor descriptor) {
        super(descriptor);
        definitionLevels = new PageLevels(descriptor.getMaxDefinitionLevel());
    }

    private static Map<Outcome, Binary> texts() {
        var texts = new EnumMap<Outcome, Binary>(Outcome.class);
        Arrays.stream(Outcome.values()).forEach(outcome -> texts.put(outcome, ParquetType.binary(outcome.column())));
        return texts;
    }

    /**
     * Adds a row.
     *
     * @param outcome null unless the row is its task's last
     */
    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    @Override
    void writePage(RowOrder order, int from, int to, PageWriter pages) throws IOException {
        var statistics = Statistics.createStats(descriptor().getPrimitiveType());
        definitionLevels.start();
        values.reset();
        int nulls = 0;
        for (int i = from; i < to; i++) {
            var outcome = outcomes.get(order.row(i));
            definitionLevels.add(outcome == null ? 0 : 1);
            if (outcome == null) {
                nulls++;
            } else {
                values.writeBytes(TEXTS.get(outcome));
                statistics.updateStats(TEXTS.get(outcome));
            }
        }
        statistics.incrementNumNulls(nulls);
        pages.writePage(
                BytesInput.concat(definitionLevels.bytes(), values.getBytes()),
                to - from,
                to - from,
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                Encoding.PLAIN);
    }

    @Override
    void clear() {
        outcomes.clear();
    }
}
