package io.gradflow.sweep;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A task's identity: the first 128 bits of SHA-256 over its canonical text, as 32 hexadecimal digits.
 *
 * <p>The canonical text has one line {@code column=value} for each key that has an effect and is not at its default,
 * sorted by column; numbers are the 16 hexadecimal digits of their bits. Defaults are left out so that a key added to
 * the product later changes no identity. For the same reason a default, once published, never changes.
 */
final class TaskId {
    private static final int HEX_DIGITS = 32;
    private static final List<TaskKey> SORTED_KEYS =
            TaskKey.ALL.stream().sorted(Comparator.comparing(TaskKey::column)).toList();

    private TaskId() {}

    static String of(Task task) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(canonicalText(task).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String canonicalText(Task task) {
        return SORTED_KEYS.stream()
                .filter(key -> key.isEffectiveBeyondDefault(task))
                .map(key -> key.column() + "=" + key.type().canonical(key.value(task)) + "\n")
                .collect(Collectors.joining());
    }
}
