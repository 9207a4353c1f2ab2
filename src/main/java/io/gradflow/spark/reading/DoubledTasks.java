package io.gradflow.spark.reading;

import io.gradflow.parquet.EndedTasks;
import io.gradflow.store.Wave;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.values.bloomfilter.XxHash;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;

/**
 * Tasks that have more than one last row, whose rows count twice. No command of gradflow makes such rows; files that
 * were copied, or storage that breaks its promises, may.
 *
 * @param count how many there are
 * @param some the files of some of them, in alphabetical order, without scheme and host, by the task's identity; the
 *     same file twice if the task ends there twice
 */
public record DoubledTasks(long count, Map<String, List<String>> some) {
    private static final XxHash HASH = new XxHash();

    /** So many are looked at one by one. */
    private static final int MAX_LOOKED_AT = 1000;

    /**
     * Reads the last rows, of several files at once. This takes some tens of bytes of memory for each task.
     *
     * @throws IOException if a file cannot be read
     */
    public static DoubledTasks in(List<Wave> waves, Configuration hadoop) throws IOException {
        var files = waves.stream()
                .flatMap(wave -> wave.files().stream().map(wave::path))
                .toList();
        try {
            long[] hashes = files.parallelStream()
                    .flatMapToLong(file -> hashes(file, hadoop))
                    .toArray();
            Arrays.parallelSort(hashes);
            return of(hashes, files, hadoop);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static LongStream hashes(Path file, Configuration hadoop) {
        var hashes = LongStream.builder();
        forEach(file, hadoop, task -> hashes.add(HASH.hashByteBuffer(task.toByteBuffer())));
        return hashes.build();
    }

    private static DoubledTasks of(long[] sorted, List<Path> files, Configuration hadoop) {
        long count = 0;
        var looked = new HashSet<Long>();
        for (int i = 1; i < sorted.length; i++) {
            boolean isFirstOfPair = sorted[i] == sorted[i - 1] && (i == 1 || sorted[i] != sorted[i - 2]);
            if (isFirstOfPair) {
                count++;
                if (looked.size() < MAX_LOOKED_AT) {
                    looked.add(sorted[i]);
                }
            }
        }
        if (count == 0) {
            return new DoubledTasks(0, Map.of());
        }
        var some = doubled(files, looked, hadoop);
        // Two tasks may have the same hash, so what counts is their identity.
        return new DoubledTasks(count - looked.size() + some.size(), some);
    }

    private static Map<String, List<String>> doubled(List<Path> files, Set<Long> hashes, Configuration hadoop) {
        var found = new TreeMap<String, List<String>>();
        files.stream()
                .sorted()
                .forEach(file -> forEach(file, hadoop, task -> {
                    if (hashes.contains(HASH.hashByteBuffer(task.toByteBuffer()))) {
                        found.computeIfAbsent(task.toStringUsingUTF8(), id -> new ArrayList<>())
                                .add(file.toUri().getPath());
                    }
                }));
        found.values().removeIf(places -> places.size() < 2);
        return found;
    }

    private static void forEach(Path file, Configuration hadoop, Consumer<Binary> consumer) {
        try {
            EndedTasks.forEach(HadoopInputFile.fromPath(file, hadoop), consumer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
