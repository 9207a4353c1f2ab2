package io.gradflow.nn.loss;

/**
 * The outputs of networks for some samples, with all arrays that a loss reads and writes. An item is one sample of one
 * network. For several networks side by side, item i belongs to network {@code i % networks}.
 *
 * <p>Logits, outputs and deltas have a plane for each output unit: the element of a unit and an item is at
 * {@code from + unit * stride + item}. Targets and losses have one element for each item, at {@code itemsFrom + item}.
 * The arrays are shared, not copied, and may hold other elements. A block is made once and used in every pass.
 *
 * @param units the number of output units of a network
 * @param items the number of items
 * @param logits the last layer's pre-activations
 * @param outputs the output function of the logits
 * @param deltas the derivative of each item's own loss (not of the mean) with respect to its logits
 * @param from the index at which unit 0 starts
 * @param stride the distance from the start of a unit to that of the next
 * @param targets the class of each item, from 0
 * @param losses the loss of each item
 * @param itemsFrom the index at which targets and losses start
 */
public record OutputBlock(
        int units,
        int items,
        double[] logits,
        double[] outputs,
        double[] deltas,
        int from,
        int stride,
        double[] targets,
        double[] losses,
        int itemsFrom) {

    /** A single output stands for class 1 from this value on. */
    private static final double THRESHOLD = 0.5;

    public OutputBlock {
        if (units < 1 || items < 0 || from < 0 || itemsFrom < 0 || stride < items) {
            throw new IllegalArgumentException("a block of " + units + " units and " + items + " items from " + from
                    + " and " + itemsFrom + ", with stride " + stride
                    + ", must have a unit, no negative number, and no items that overlap");
        }
        int elements = Math.addExact(from, Math.addExact(Math.multiplyExact(units - 1, stride), items));
        if (Math.min(logits.length, Math.min(outputs.length, deltas.length)) < elements
                || Math.min(targets.length, losses.length) < Math.addExact(itemsFrom, items)) {
            throw new IllegalArgumentException("a block of " + units + " units and " + items
                    + " items must lie within its arrays, of " + logits.length + ", " + outputs.length + ", "
                    + deltas.length + ", " + targets.length + " and " + losses.length + " numbers");
        }
    }

    /** A block of {@code targets.length} items that fills its arrays, unit after unit. */
    public static OutputBlock of(int units, double[] logits, double[] targets) {
        int items = targets.length;
        return new OutputBlock(
                units,
                items,
                logits,
                new double[units * items],
                new double[units * items],
                0,
                items,
                targets,
                new double[items],
                0);
    }

    /** The index at which a unit's elements start in logits, outputs and deltas. */
    int unitFrom(int unit) {
        return from + unit * stride;
    }

    /**
     * Adds the number of correctly classified items to each network's count. A single output stands for class 1 if it
     * is at least 0.5, and otherwise for class 0, which includes NaN, as in NumPy. Of several outputs, the largest one
     * decides, and the first of equals, as with NumPy's {@code argmax}. But if one of them is NaN, no class is correct.
     *
     * @param counts one count for each network
     */
    public void countCorrect(int[] counts) {
        for (int item = 0; item < items; item += counts.length) {
            for (int network = 0; network < counts.length; network++) {
                boolean isCorrect = units == 1 ? isOnCorrectSide(item + network) : isLargest(item + network);
                counts[network] += isCorrect ? 1 : 0;
            }
        }
    }

    private boolean isOnCorrectSide(int item) {
        return (outputs[from + item] >= THRESHOLD ? 1 : 0) == targets[itemsFrom + item];
    }

    private boolean isLargest(int item) {
        double target = targets[itemsFrom + item];
        double own = outputs[unitFrom((int) target) + item];
        boolean isFirstMaximum = true;
        for (int unit = 0; unit < units; unit++) {
            double other = outputs[unitFrom(unit) + item];
            isFirstMaximum &= unit < target ? own > other : own >= other;
        }
        return isFirstMaximum;
    }
}
