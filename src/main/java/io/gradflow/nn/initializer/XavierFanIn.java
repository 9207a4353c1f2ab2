package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;

/**
 * Draws normal weights with variance {@code 1 / fanIn}. Caffe and many later programs call it Xavier. It follows
 * equation 10 of Glorot and Bengio, which considers only the activations. The numbers are those of {@link Lecun}.
 *
 * @param generator the name of NumPy's generator
 * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">X. Glorot and Y. Bengio, Understanding the difficulty
 *     of training deep feedforward neural networks, 2010</a>
 */
public record XavierFanIn(String generator) implements NormalInitializer {

    static final Kind<XavierFanIn> KIND = Kind.of(
                    "xavier_fan_in",
                    XavierFanIn.class,
                    "normal, standard deviation sqrt(1 / fan_in), which some programs call Xavier; the numbers of"
                            + " `lecun`",
                    GENERATOR)
            .withSource(Xavier.PAPER + ", equation 10; as in Caffe");

    public XavierFanIn {
        generator = RandomInitializer.generatorNamed(generator);
    }

    @Override
    public double standardDeviation(int fanIn, int fanOut) {
        return Math.sqrt(1.0 / fanIn);
    }
}
