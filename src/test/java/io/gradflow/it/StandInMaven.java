package io.gradflow.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A script in place of Maven that logs its calls. */
record StandInMaven(Path log) {
    /** A script that gives the files of a build their usual order of times. */
    static final String BUILD = "touch target/launcher/jvm-options; sleep 0.1; touch target/*.jar";

    static StandInMaven in(Checkout checkout, String body) throws IOException {
        var log = Files.createTempFile(checkout.home().getParent(), "calls", null);
        Files.writeString(
                checkout.home().resolve("mvnw"), "#!/bin/sh\nset -e\necho \"$*\" >>'" + log + "'\n" + body + "\n");
        return new StandInMaven(log);
    }

    List<String> calls() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
