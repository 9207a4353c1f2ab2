package io.gradflow.store;

/** On a stand-in for HDFS, where the rename of a folder is the commit. */
class CommitOnRenamingStorageTest extends CommitOnFaultyStorage {
    @Override
    String kind() {
        return FaultyFileSystem.RENAMING;
    }
}
