package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.cli.usage.UserPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class UserPathTest {
    private static final String HOME = System.getenv("HOME");

    @Test
    void aTildeIsTheHomeFolder() {
        assertEquals(HOME + "/x", new UserPath.OfStore().convert("~/x"));
        assertEquals(HOME, new UserPath.OfStore().convert("~"));
        assertEquals(Path.of(HOME, "x"), new UserPath.OfFile().convert("~/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "./~",
                "x/~/y",
                "/x~",
                "./10:30",
                "/a/10:30",
                "hdfs://host:9000/x",
                "file:/x",
                "s3a://b/x",
                "s3a://b/x/../y",
                "a/../b",
                "../b",
                ""
            })
    void otherwiseAStoreIsWhatItIsCalled(String name) {
        assertEquals(name, new UserPath.OfStore().convert(name));
    }

    @Test
    void localPathsAreThoseOfTheOperatingSystem(@TempDir Path folder) throws IOException {
        var real = Files.createDirectories(folder.resolve("real/sub")).toRealPath();
        Files.createSymbolicLink(folder.resolve("link"), real);

        assertEquals(real.getParent() + "/s", new UserPath.OfStore().convert(folder + "/link/../s"));
        assertEquals("/tmp/x", new UserPath.OfStore().convert("//tmp/x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"~other/x", "~x"})
    void otherUsersHomesAreRefused(String name) {
        assertThrows(TypeConversionException.class, () -> new UserPath.OfStore().convert(name));
        assertThrows(TypeConversionException.class, () -> new UserPath.OfFile().convert(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "10:30 | '10:30' must be a path, or a file system and a path such as s3a://bucket/store;",
                "s3a:bucket | 's3a:bucket' must be a path, or a file system and a path such as s3a://bucket/store;",
                "a b:c/d | 'a b:c/d' must be a path, or a file system and a path such as s3a://bucket/store;",
                "~other/x | '~other/x' must be a path, or ~/ and a path in your home folder;",
            })
    void whatIsNoPathIsOneLine(String name, String told) {
        for (String command : new String[] {"status", "verify", "sql"}) {
            var answer = Invocation.of(command, "--store=" + name);
            assertEquals(ExitCode.USAGE, answer.exitCode(), answer::err);
            assertTrue(answer.errLines().get(0).contains("--store"), answer::err);
            assertTrue(answer.errLines().get(0).contains(told), answer::err);
            assertEquals(2, answer.errLines().size(), answer::err);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3a://bucket/x", "abfss://c@account.dfs.core.windows.net/x", "nosuch://host/x"})
    void aFileSystemWithoutItsJarIsOneLine(String name) {
        var answer = Invocation.of("status", "--store", name);
        assertEquals(ExitCode.USAGE, answer.exitCode(), answer::err);
        assertEquals(1, answer.errLines().size(), answer::err);
        assertTrue(answer.err().startsWith("gradflow: store '" + name + "' "), answer::err);
    }

    @Test
    void aFileOfSettingsMayBeInTheHomeFolder() {
        var answer = Invocation.of("status", "--store", "x", "--properties-file=~/no-such-file-of-gradflow");
        assertEquals(ExitCode.USAGE, answer.exitCode());
        assertTrue(answer.err().contains(HOME + "/no-such-file-of-gradflow"), answer::err);
    }
}
