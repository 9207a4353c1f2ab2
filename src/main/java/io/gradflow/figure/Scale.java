package io.gradflow.figure;

/** How numbers become lengths on an axis. */
public enum Scale {
    LINEAR {
        @Override
        public double position(double value) {
            return value;
        }

        @Override
        public double value(double position) {
            return position;
        }

        @Override
        double least() {
            return -Double.MAX_VALUE;
        }
    },
    /** Decimal logarithms. */
    LOG {
        @Override
        public double position(double value) {
            return value > 0 ? Math.log10(value) : Double.NaN;
        }

        @Override
        public double value(double position) {
            return Math.pow(10, position);
        }

        @Override
        double least() {
            return Double.MIN_VALUE;
        }
    };

    /** Where a number is; NaN where the scale has no place for it, as a logarithmic one has none for 0 and below. */
    public abstract double position(double value);

    /** The number that is at a position. */
    public abstract double value(double position);

    /** The least number that has a place. */
    abstract double least();
}
