package io.gradflow.store;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.hadoop.fs.Path;

/**
 * A set of files that became visible together.
 *
 * @param folder the folder of the files
 * @param files the files as they were committed
 */
public record Wave(Path folder, List<CommittedFile> files) {
    public Wave {
        files = List.copyOf(files);
    }

    /** The same wave with some of its files. */
    public Wave with(Predicate<CommittedFile> chosen) {
        return new Wave(folder, files.stream().filter(chosen).toList());
    }

    /** The path of a file of the wave. */
    public Path path(CommittedFile file) {
        return new Path(folder, file.name());
    }

    /** The sum of a property over all files of some waves. */
    public static long sum(List<Wave> waves, ToLongFunction<CommittedFile> property) {
        return waves.stream()
                .flatMap(wave -> wave.files().stream())
                .mapToLong(property)
                .sum();
    }
}
