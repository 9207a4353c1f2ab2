package io.gradflow.store;

import io.gradflow.it.S3Server;
import io.gradflow.spark.Sessions;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

class CommitOnS3aIT extends CommitContract {
    private final S3Server s3 = S3Server.shared();
    private final Configuration hadoop = Sessions.hadoop(Map.of());

    CommitOnS3aIT() {
        s3.settingsWithCredentials().forEach(entry -> hadoop.set(entry.getKey(), entry.getValue()));
    }

    @Override
    Path newRoot() {
        return new Path("s3a://" + S3Server.BUCKET + "/commits/" + UUID.randomUUID());
    }

    @Override
    Configuration hadoop() {
        return hadoop;
    }

    @Override
    int races() {
        return 5;
    }
}
