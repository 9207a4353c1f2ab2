package io.gradflow.store.lock;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/** The creation of a file that must not exist. Of several processes at most one succeeds. */
public final class IfAbsent {
    private IfAbsent() {}

    /**
     * Writes a new file. If this throws, the file may be there all the same, since an answer can be lost: who needs to
     * know reads it.
     *
     * <p>Object stores make a file when it is closed. There {@code create} looks for the file some time before that,
     * which decides nothing, so those that have a conditional write are asked for it.
     *
     * @throws IOException if there is such a file
     */
    public static void create(FileSystem system, Path file, byte[] content) throws IOException {
        boolean isConditional =
                system.hasPathCapability(file, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE);
        try (var out = isConditional ? conditional(system, file) : system.create(file, false)) {
            out.write(content);
        }
    }

    private static FSDataOutputStream conditional(FileSystem system, Path file) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = system.createFile(file);
        builder.create();
        builder.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
        return builder.build();
    }
}
