package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    private Path folder;

    private StoreDescription described(String json) throws IOException, StoreException {
        Files.createDirectories(folder.resolve("epochs"));
        Files.writeString(folder.resolve("store.json"), json);
        return Store.existing(folder.toString(), new Configuration(false)).description();
    }

    @Test
    void aDescriptionIsReadAsItWasWritten() throws Exception {
        var description =
                new StoreDescription("lanes-2", "lanes", 8, 10, List.of("{\"sweep\":{}}"), Map.of("jvm", "17"));
        var name = folder.resolve("store").toString();
        Store.vacant(name, new Configuration(false)).create(description);
        Files.createDirectory(Path.of(name, "epochs"));
        assertEquals(description, Store.existing(name, new Configuration(false)).description());
    }

    @Test
    void aStoreOfBeforeThereWereTwoEnginesIsRead() throws Exception {
        var description = described("""
                {"format": 1, "numerics": "breeze-1", "log_every": 3, "configurations": [], "versions": {}}""");
        assertEquals(new StoreDescription("breeze-1", null, 0, 3, List.of(), Map.of()), description);
    }

    @Test
    void whatALaterVersionAddsIsPassedOver() throws Exception {
        assertEquals(
                "lanes-9",
                described("{\"format\": 1, \"numerics\": \"lanes-9\", \"owner\": \"x\"}")
                        .numerics());
    }

    @Test
    void anotherFormatIsRefused() {
        var thrown = assertThrows(StoreException.class, () -> described("{\"format\": 2}"));
        assertEquals("store " + folder + " has format 2, must be 1 for this version of gradflow", thrown.getMessage());
    }
}
