package io.gradflow.store;

import io.gradflow.it.HdfsCluster;
import io.gradflow.spark.Sessions;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

class CommitOnHdfsIT extends CommitContract {
    private final HdfsCluster hdfs = HdfsCluster.shared();

    @Override
    Path newRoot() {
        return new Path(hdfs.uri() + "/commits/" + UUID.randomUUID());
    }

    @Override
    Configuration hadoop() {
        return Sessions.hadoop(Map.of("spark.hadoop.dfs.replication", "2"));
    }

    @Override
    int races() {
        return 5;
    }
}
