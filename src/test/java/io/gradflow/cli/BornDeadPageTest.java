package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page born-dead.md do what it says, as they stand there but for the number of seeds. */
@Tag("spark")
class BornDeadPageTest {
    private static final int SEEDS = 200;

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir
    private Path folder;

    @Test
    void itsCommandsAnswer() throws IOException {
        var answers = new ArrayList<Invocation>();
        for (var line : Files.readAllLines(Path.of("src/site/markdown/born-dead.md"))) {
            if (line.startsWith("scripts/gradflow ")) {
                var answer = Invocation.of(arguments(line).toArray(String[]::new));
                assertEquals(0, answer.exitCode(), () -> line + ": " + answer.err());
                answers.add(answer);
            }
        }
        assertEquals(5, answers.size());
        var compared = answers.get(1).outLines();
        assertTrue(compared.get(0).contains("share_low"), compared::toString);
        assertTrue(
                compared.stream().anyMatch(row -> row.startsWith("1-2-2-2-2-2-2-2-2-2-1," + SEEDS)),
                compared::toString);
        // Of each width a share, then of each width and layer one: none in the first layers.
        assertEquals(1 + 4, answers.get(2).outLines().size());
        var layers = answers.get(3).outLines();
        assertEquals(1 + 4 * 9, layers.size());
        assertEquals(4, layers.stream().filter(row -> row.matches(".*,1,0\\.0")).count(), layers::toString);
        assertTrue(Files.exists(folder.resolve("born-dead.png")));
    }

    /** The words after {@code scripts/gradflow}. */
    private List<String> arguments(String line) {
        var words = new ArrayList<String>();
        var found = WORD.matcher(line);
        found.find();
        while (found.find()) {
            String word = found.group(1) == null ? found.group(2) : found.group(1);
            boolean isFile = word.equals("runs/born-dead") || word.endsWith(".png");
            words.add(isFile ? folder.resolve(word).toString() : word);
        }
        if (words.get(0).equals("run")) {
            words.add("--set=sweep.seed=0.." + (SEEDS - 1));
        } else if (!words.get(0).equals("figure")) {
            words.add("--format=csv");
        }
        return words;
    }
}
