package io.gradflow.nn.initializer;

import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The width of a layer that determines the variance of its weights. */
enum FanMode {
    /** The number of inputs, which keeps the variance of pre-activations from layer to layer. */
    FAN_IN {
        @Override
        int fan(int fanIn, int fanOut) {
            return fanIn;
        }
    },
    /** The number of outputs, which keeps the variance of gradients in the backward pass. */
    FAN_OUT {
        @Override
        int fan(int fanIn, int fanOut) {
            return fanOut;
        }
    };

    static final Parameter<String> PARAMETER = Parameter.text(
            "mode",
            FAN_IN.toString(),
            new Rule<>(
                    Arrays.stream(values()).map(FanMode::toString).collect(Collectors.joining(" or ")),
                    FanMode::isName),
            "which width is the fan: fan_in for the inputs of a layer, fan_out for its outputs");

    /** The width that this mode selects. */
    abstract int fan(int fanIn, int fanOut);

    /**
     * The mode of that name, in lower_snake or kebab-case.
     *
     * @throws IllegalArgumentException if there is none
     */
    static FanMode named(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.isCalled(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "mode must be " + PARAMETER.rule().description() + ", not " + name));
    }

    private static boolean isName(String name) {
        return Arrays.stream(values()).anyMatch(mode -> mode.isCalled(name));
    }

    private boolean isCalled(String name) {
        return toString().equals(name.replace('-', '_'));
    }

    /** The name in lower_snake. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
