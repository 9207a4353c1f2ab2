package io.gradflow.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A report: what a page says, and the numbers that its charts are made of.
 *
 * @param title of the page
 * @param lead what it is about, in a sentence or two
 * @param sections in the order of reading
 * @param data what the page's script draws
 */
public record Report(String title, String lead, List<Section> sections, ObjectNode data) {
    /** A report. */
    public Report {
        sections = List.copyOf(sections);
    }

    /**
     * A part of the page under a heading.
     *
     * @param id its address in the page, a word
     * @param title of the heading
     * @param blocks in the order of reading
     */
    public record Section(String id, String title, List<Block> blocks) {
        /** A section. */
        public Section {
            blocks = List.copyOf(blocks);
        }
    }

    /** Something within a section. */
    public sealed interface Block {}

    /** Some sentences. */
    public record Text(String text) implements Block {}

    /** A heading of its own. */
    public record Heading(String text) implements Block {}

    /** Names and what they are. */
    public record Facts(List<Fact> facts) implements Block {
        /** Facts. */
        public Facts {
            facts = List.copyOf(facts);
        }
    }

    /** A name and what it is. */
    public record Fact(String name, String value) {}

    /**
     * A text as it stands, such as a command.
     *
     * @param label what it is
     */
    public record Listing(String label, String text) implements Block {}

    /**
     * A table.
     *
     * @param caption what a row is
     * @param columns in their order
     * @param rows the cells
     */
    public record Table(String caption, List<Column> columns, List<List<String>> rows) implements Block {
        /** A table. */
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A column of a table.
     *
     * @param name above it
     * @param isText whether it has texts, not numbers
     */
    public record Column(String name, boolean isText) {
        /** A column of texts. */
        public static Column ofTexts(String name) {
            return new Column(name, true);
        }

        /** A column of numbers. */
        public static Column ofNumbers(String name) {
            return new Column(name, false);
        }
    }

    /**
     * A chart that the page's script draws.
     *
     * @param kind which one, as the script knows it
     */
    public record Chart(String kind) implements Block {}
}
