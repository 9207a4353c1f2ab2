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
 * Finds tasks that have more than one last row, whose rows count twice. No command of gradflow makes such rows; files
 * that were copied, or storage that breaks its promises, may. This takes 16 bytes of memory for each task.
 */
public final class DoubledTasks {
    private static final XxHash HASH = new XxHash();

    private DoubledTasks() {}

    /**
     * Reads last rows, of several files at once.
     *
     * @return the files of each doubled task, without scheme and host, by the task's identity; the same file twice if
     *     the task ends there twice
     * @throws IOException if a file cannot be read
     */
    public static Map<String, List<String>> in(List<Wave> waves, Configuration hadoop) throws IOException {
        var files = waves.stream()
                .flatMap(wave -> wave.files().stream().map(wave::path))
                .toList();
        try {
            long[] hashes = files.parallelStream()
                    .flatMapToLong(file -> hashes(file, hadoop))
                    .toArray();
            var repeated = repeated(hashes);
            return repeated.isEmpty() ? Map.of() : doubled(files, repeated, hadoop);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static LongStream hashes(Path file, Configuration hadoop) {
        var hashes = LongStream.builder();
        forEach(file, hadoop, task -> hashes.add(HASH.hashByteBuffer(task.toByteBuffer())));
        return hashes.build();
    }

    private static Set<Long> repeated(long[] hashes) {
        Arrays.parallelSort(hashes);
        var repeated = new HashSet<Long>();
        for (int i = 1; i < hashes.length; i++) {
            if (hashes[i] == hashes[i - 1]) {
                repeated.add(hashes[i]);
            }
        }
        return repeated;
    }

    /** Two tasks may have the same hash, so what counts is their identity. */
    private static Map<String, List<String>> doubled(List<Path> files, Set<Long> repeated, Configuration hadoop) {
        var found = new TreeMap<String, List<String>>();
        for (var file : files) {
            forEach(file, hadoop, task -> {
                if (repeated.contains(HASH.hashByteBuffer(task.toByteBuffer()))) {
                    found.computeIfAbsent(task.toStringUsingUTF8(), id -> new ArrayList<>())
                            .add(file.toUri().getPath());
                }
            });
        }
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
