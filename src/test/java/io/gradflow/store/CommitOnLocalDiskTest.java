package io.gradflow.store;

import io.gradflow.spark.Sessions;
import java.nio.file.Files;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.io.TempDir;

class CommitOnLocalDiskTest extends CommitContract {
    @TempDir
    private java.nio.file.Path folder;

    @Override
    Path newRoot() throws Exception {
        return new Path(Files.createTempDirectory(folder, "").resolve("store").toUri());
    }

    @Override
    int races() {
        // Each commit waits for the disk.
        return 100;
    }

    @Override
    Configuration hadoop() {
        var hadoop = Sessions.hadoop(Map.of());
        // Another test of this JVM may have asked for local files first, with the class that adds files of checksums.
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        return hadoop;
    }
}
