package io.gradflow.catalog;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Optional;

/** The type of a parameter's value: how it is read from a configuration and written into a canonical text. */
public enum ValueType {
    /** A double. Its canonical text is the 16 hexadecimal digits of its bits. */
    NUMBER(double.class) {
        @Override
        public Optional<Object> read(Object raw) {
            return decimal(raw).filter(ValueType::isDouble).map(d -> withoutNegativeZero(d.doubleValue()));
        }

        @Override
        public String canonical(Object value) {
            return HexFormat.of().toHexDigits(Double.doubleToLongBits(withoutNegativeZero((Double) value)));
        }
    },
    /** An int. */
    INTEGER(int.class) {
        @Override
        public Optional<Object> read(Object raw) {
            return decimal(raw).filter(d -> isIntegral(d, 31)).map(BigDecimal::intValueExact);
        }
    },
    /** A long. */
    LONG(long.class) {
        @Override
        public Optional<Object> read(Object raw) {
            return decimal(raw).filter(d -> isIntegral(d, 63)).map(BigDecimal::longValueExact);
        }
    },
    /** A boolean. */
    FLAG(boolean.class) {
        @Override
        public Optional<Object> read(Object raw) {
            return switch (String.valueOf(raw)) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
            };
        }
    },
    /** A string. */
    TEXT(String.class) {
        @Override
        public Optional<Object> read(Object raw) {
            return Optional.of(String.valueOf(raw));
        }
    };

    /** No number needs more characters. The time to read a number grows with the square of their count. */
    private static final int MAX_NUMBER_LENGTH = 1000;

    private final Class<?> javaType;

    ValueType(Class<?> javaType) {
        this.javaType = javaType;
    }

    /** The Java type of a record component that holds such a value. */
    Class<?> javaType() {
        return javaType;
    }

    /**
     * Reads a value.
     *
     * @param raw a boxed number, boolean or string, as a configuration holds it; numbers and booleans may be quoted
     * @return the value as Double, Integer, Long, Boolean or String; empty if {@code raw} is not of this type, which
     *     includes integers outside the type's range, numbers that are too large for a double, and numbers that are
     *     not 0 but so small that the nearest double is 0
     */
    public abstract Optional<Object> read(Object raw);

    /** The unique text for {@code value} where bits matter, such as in a task's identity. */
    public String canonical(Object value) {
        return value.toString();
    }

    private static Optional<BigDecimal> decimal(Object raw) {
        // The conversion goes through text, so that 0.1 stays 0.1 and a long keeps all its digits.
        String text = String.valueOf(raw);
        if (text.length() > MAX_NUMBER_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether the nearest double is finite, and is 0 only for 0. */
    private static boolean isDouble(BigDecimal decimal) {
        double nearest = decimal.doubleValue();
        return Double.isFinite(nearest) && (nearest != 0 || decimal.signum() == 0);
    }

    /** Whether a value is a decimal number that is too large or too small for a double. */
    public static boolean isBeyondDoubles(Object raw) {
        return decimal(raw).filter(decimal -> !isDouble(decimal)).isPresent();
    }

    private static boolean isIntegral(BigDecimal decimal, int bits) {
        // The magnitude is tested first, because expanding 1e999999999 into digits would not end.
        return decimal.abs().compareTo(BigDecimal.valueOf(2).pow(bits)) < 0
                && decimal.stripTrailingZeros().scale() <= 0;
    }

    /** Replaces -0.0 by 0.0. Equal numbers must have equal bits, or one configuration would have two identities. */
    private static double withoutNegativeZero(double value) {
        return value + 0.0;
    }
}
