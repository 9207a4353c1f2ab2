package io.gradflow.store;

import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.hadoop.fs.Path;

/**
 * Rows that became visible together.
 *
 * @param folder where they are
 * @param files all of them, as they were committed
 */
public record Wave(Path folder, List<CommittedFile> files) {
    public Wave {
        files = List.copyOf(files);
    }

    /** Where a file of the wave is. */
    public Path path(CommittedFile file) {
        return new Path(folder, file.name());
    }

    /** A sum over the files of waves. */
    public static long sum(List<Wave> waves, ToLongFunction<CommittedFile> ofFile) {
        return waves.stream()
                .flatMap(wave -> wave.files().stream())
                .mapToLong(ofFile)
                .sum();
    }
}
