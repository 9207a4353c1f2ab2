package io.gradflow.cli.terminal;

import java.util.Optional;

/** Where the prompt gets what the user types. */
interface LineSource {
    /** What is before a line that begins a statement. */
    String FIRST = "sql> ";

    /** What is before a line that goes on with one. */
    String CONTINUED = "  -> ";

    /**
     * Waits for lines of which the last has ended a statement or a command.
     *
     * @return a text that is empty if the user has dropped it; nothing when the user is done
     */
    Optional<String> read();

    /** Drops what was typed, on a signal while this source reads. */
    void drop();
}
