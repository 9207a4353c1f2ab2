package io.gradflow.nn.initializer;

import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which width of a layer the variance of its weights is taken from. */
enum FanMode {
    /** The inputs: the variance of pre-activations is kept from layer to layer. */
    FAN_IN {
        @Override
        int fan(int fanIn, int fanOut) {
            return fanIn;
        }
    },
    /** The outputs: the variance of gradients is kept on the way back. */
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

    /** The width that counts. */
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
