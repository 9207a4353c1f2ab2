package io.gradflow.nn.loss;

/**
 * The outputs of networks for some samples, with all that a loss reads and writes. An item is one sample of one
 * network; of several networks side by side, item i belongs to network {@code i % networks}. There is a plane for each
 * output unit: element (unit, item) of logits, outputs and deltas is at {@code from + unit * stride + item}. Targets
 * and losses have one element for each item, at {@code itemsFrom + item}. The arrays are shared, not copied, and may
 * hold other things beside; a block is made once and serves every pass.
 *
 * @param units output units of a network
 * @param items how many there are
 * @param logits the last layer's pre-activations
 * @param outputs what the output function makes of them
 * @param deltas the derivative of each item's own loss (not of the mean) by its logits
 * @param from where units 0 start
 * @param stride from the start of a unit to that of the next
 * @param targets the class of each item, from 0
 * @param losses of each item
 * @param itemsFrom where targets and losses start
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

    /** With one output, from which value on it stands for class 1. */
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

    /** A block that fills its arrays: {@code targets.length} items, unit after unit. */
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

    /** Where a unit's elements start in logits, outputs and deltas. */
    int unitFrom(int unit) {
        return from + unit * stride;
    }

    /**
     * Adds the number of items that are put into their class to each network's count. One output stands for class 1
     * when it is at least 0.5, and for class 0 otherwise, which includes NaN, as in NumPy. Of several the largest
     * stands for its class, and the first of equals, as with NumPy's {@code argmax}; but if one is NaN, no class is
     * right.
     *
     * @param counts one for each network
     */
    public void countCorrect(int[] counts) {
        for (int item = 0; item < items; item += counts.length) {
            for (int network = 0; network < counts.length; network++) {
                boolean isCorrect = units == 1 ? isOnItsSide(item + network) : isLargest(item + network);
                counts[network] += isCorrect ? 1 : 0;
            }
        }
    }

    private boolean isOnItsSide(int item) {
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
