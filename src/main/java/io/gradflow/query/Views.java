package io.gradflow.query;

import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The views of a store by their names: its rows as they are stored, and each {@link DerivedView} over them. */
public final class Views {
    /** The view that has the rows as they are stored. */
    static final String EPOCHS = "epochs";

    /** The views' names. */
    public static final List<String> NAMES = Stream.concat(
                    Stream.of(EPOCHS), Arrays.stream(DerivedView.values()).map(DerivedView::viewName))
            .toList();

    private Views() {}

    /** Which stores have a view, as the end of a message; empty if all have it, or none. */
    static Optional<String> ofGroup(String view) {
        return view.equalsIgnoreCase(DerivedView.UNITS.viewName())
                ? Optional.of(" A store has the view " + DerivedView.UNITS.viewName()
                        + " if it was made with the group " + DiagnosticGroup.UNITS + " (sweep.diagnostics).")
                : Optional.empty();
    }

    /** What a row of each view is about, by the view's name. */
    public static Map<String, String> rows() {
        var rows = new LinkedHashMap<String, String>();
        rows.put(EPOCHS, "one task at one epoch");
        for (var view : DerivedView.values()) {
            rows.put(view.viewName(), view.row());
        }
        return rows;
    }
}
