package io.gradflow.it;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The TCP sockets on which a process accepts connections, according to Linux's {@code /proc}. */
final class ListeningSockets {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTEN = "0A";

    /**
     * The addresses 127.x.x.x, also in their IPv6 form, and ::1, as words in the byte order of a little-endian machine.
     */
    private static final Pattern LOOPBACK =
            Pattern.compile("(0000000000000000FFFF0000)?[0-9A-F]{6}7F|00000000000000000000000001000000");

    private ListeningSockets() {}

    static boolean canBeSeen() {
        return Files.isReadable(PROC.resolve("self/net/tcp"));
    }

    /** The addresses as {@code /proc} writes them; none if the process has ended. */
    static Set<String> addresses(ProcessHandle process) {
        var folder = PROC.resolve(String.valueOf(process.pid()));
        try {
            var sockets = sockets(folder.resolve("fd"));
            var addresses = new HashSet<String>();
            for (var table : List.of("net/tcp", "net/tcp6")) {
                try (var lines = Files.lines(folder.resolve(table))) {
                    lines.skip(1)
                            .map(line -> List.of(line.strip().split("\\s+", -1)))
                            .filter(fields -> fields.get(3).equals(LISTEN))
                            .filter(fields -> sockets.contains("socket:[" + fields.get(9) + "]"))
                            .forEach(fields -> addresses.add(fields.get(1)));
                }
            }
            return addresses;
        } catch (IOException | UncheckedIOException e) {
            // The process is ending, and its files disappear one after the other.
            return Set.of();
        }
    }

    static boolean isLoopback(String address) {
        return LOOPBACK.matcher(address.substring(0, address.indexOf(':'))).matches();
    }

    private static Set<String> sockets(Path descriptors) throws IOException {
        try (var links = Files.list(descriptors)) {
            return links.flatMap(ListeningSockets::target).collect(toSet());
        }
    }

    private static Stream<String> target(Path link) {
        try {
            return Stream.of(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            // The file was closed since it was listed.
            return Stream.empty();
        }
    }
}
