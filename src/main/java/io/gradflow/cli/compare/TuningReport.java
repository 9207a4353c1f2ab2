package io.gradflow.cli.compare;

import io.gradflow.comparison.RunGroup;
import io.gradflow.comparison.tuning.Choice;
import io.gradflow.comparison.tuning.Gain;
import io.gradflow.comparison.tuning.Tuning;
import io.gradflow.query.PrintFormat;
import io.gradflow.query.QueryException;
import io.gradflow.sweep.TaskKey;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Prints which setting each group has chosen, and how much that says.
 *
 * @param tuning what is printed
 * @param groupKeys the keys of the groups
 * @param tuned the keys of the settings
 * @param seedName the key whose values are independent
 */
public record TuningReport(Tuning tuning, List<TaskKey> groupKeys, List<TaskKey> tuned, String seedName) {

    /** Prints the table and the notes. */
    public void print(PrintFormat format, PrintStream out) throws QueryException {
        new ReportLayout(format, Shown.CHOICES).print(Optional.of(table()), notes(), Optional.empty(), out);
    }

    /**
     * Prints what must be known before other tables, which are over the seeds that judge alone.
     *
     * @param shown the only table that follows; null for all, before which people get this one too
     */
    public void printBefore(PrintFormat format, Shown shown, PrintStream out) throws QueryException {
        boolean hasTable = shown == null && format.isForPeople();
        new ReportLayout(format, shown)
                .print(hasTable ? Optional.of(table()) : Optional.empty(), notes(), Optional.empty(), out);
        if (format.isForPeople()) {
            out.println();
        }
    }

    private ReportLayout.Table table() {
        return new ReportLayout.Table(
                ReportLayout.keyColumns(groupKeys) + ReportLayout.keyColumns(tuned)
                        + "chosen BOOLEAN, chosen_share DOUBLE, choosing_mean DOUBLE, judging_mean DOUBLE, gain DOUBLE,"
                        + " gain_low DOUBLE, gain_high DOUBLE",
                tuning.choices().stream().map(this::row).toList());
    }

    private Row row(Choice choice) {
        var row = new ArrayList<Object>(choice.group());
        row.addAll(choice.setting());
        row.add(choice.isChosen());
        row.add(choice.chosenShare());
        row.add(choice.choosingMean().isPresent() ? choice.choosingMean().getAsDouble() : null);
        row.add(choice.judgingMean().isPresent() ? choice.judgingMean().getAsDouble() : null);
        var gain = tuning.gains().stream()
                .filter(some -> choice.isChosen() && some.group().equals(choice.group()))
                .findFirst();
        row.addAll(gain.flatMap(Gain::range)
                .map(range -> List.<Object>of(range.mean(), range.low(), range.high()))
                .orElse(Collections.nCopies(3, null)));
        return RowFactory.create(row.toArray());
    }

    private List<String> notes() {
        var notes = new ArrayList<>(List.of(
                "Each group has its best setting by the first "
                        + tuning.choosing().size() + " " + seedName + "s ("
                        + tuning.choosing().get(0) + " to " + last(tuning.choosing()) + "), judged by the other "
                        + tuning.judging().size() + " (" + tuning.judging().get(0) + " to " + last(tuning.judging())
                        + ").",
                "chosen_share is the share of random halves that would choose the setting.",
                "gain is what a setting of its own brings a group, beside the one that is best for all groups, judged"
                        + " on the other half."));
        tuning.gains().stream()
                .filter(gain -> gain.untold() > 0)
                .map(gain -> RunGroup.label(gain.group()) + " has no gain: in " + gain.untold() + " of the random"
                        + " halves a run of its own choice, or of the common one, has no number.")
                .forEach(notes::add);
        return notes;
    }

    private static long last(List<Long> seeds) {
        return seeds.get(seeds.size() - 1);
    }
}
