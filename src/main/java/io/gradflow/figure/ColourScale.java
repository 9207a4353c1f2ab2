package io.gradflow.figure;

/**
 * What the colours of heat cells mean.
 *
 * @param label what is measured
 * @param limits the values of the darkest and of the lightest colour
 * @param scale of the values
 */
public record ColourScale(String label, Limits limits, Scale scale) {
    /** A scale whose texts can be shown anywhere. */
    public ColourScale {
        label = ShownText.of(label);
    }

    /** The colour of a value; values beyond the limits have the colour of the limit. */
    public Colour colour(double value) {
        double low = scale.position(limits.low());
        double high = scale.position(limits.high());
        double place = (scale.position(value) - low) / (high - low);
        return Palette.viridis(Double.isNaN(place) ? 0 : place);
    }

    /** The scale as an axis beside it. */
    public Axis axis() {
        return Axis.ofNumbers(label, "", scale, limits);
    }
}
