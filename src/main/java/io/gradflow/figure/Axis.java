package io.gradflow.figure;

import java.util.List;

/**
 * An axis.
 *
 * @param label what is measured; empty for none
 * @param unit of the numbers; empty if they have none
 * @param scale of the numbers
 * @param limits the ends
 * @param categories the names of the places 0, 1, 2 and so on; empty if the axis has numbers
 * @param isWhole whether only whole numbers mean something, so that there are no ticks between them
 */
public record Axis(String label, String unit, Scale scale, Limits limits, List<String> categories, boolean isWhole) {
    /** An axis whose texts can be shown anywhere. */
    public Axis {
        label = ShownText.of(label);
        categories = categories.stream().map(ShownText::of).toList();
    }

    /** An axis of numbers. */
    public static Axis ofNumbers(String label, String unit, Scale scale, Limits limits) {
        return new Axis(label, unit, scale, limits, List.of(), false);
    }

    /** An axis of whole numbers, such as epochs. */
    public static Axis ofWholeNumbers(String label, Scale scale, Limits limits) {
        return new Axis(label, "", scale, limits, List.of(), true);
    }

    /** An axis of names, each in the middle of a place of width 1. */
    public static Axis ofCategories(String label, List<String> categories) {
        return new Axis(
                label, "", Scale.LINEAR, new Limits(-0.5, Math.max(categories.size(), 1) - 0.5), categories, false);
    }

    /** Label and unit in one text. */
    public String caption() {
        return unit.isEmpty() ? label : label + " (" + unit + ")";
    }

    /** The ticks, at most so many unless each names a category. */
    public List<Tick> ticks(int most) {
        return categories.isEmpty() ? Ticks.of(scale, limits, most, isWhole) : Ticks.ofCategories(categories);
    }
}
