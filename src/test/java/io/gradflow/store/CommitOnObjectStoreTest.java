package io.gradflow.store;

/** On a stand-in for an object store, where the creation of a manifest is the commit. */
class CommitOnObjectStoreTest extends CommitOnFaultyStorage {
    @Override
    String kind() {
        return FaultyFileSystem.OBJECTS;
    }
}
