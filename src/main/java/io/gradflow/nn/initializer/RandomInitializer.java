package io.gradflow.nn.initializer;

import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.NumpyGenerator;

/** An initialiser that draws random numbers. */
interface RandomInitializer extends Initializer {

    Parameter<String> GENERATOR = Parameter.text(
            "generator",
            NumpyGenerator.DEFAULT_RNG.toString(),
            new Rule<>(NumpyGenerator.RULE, NumpyGenerator::isName),
            "NumPy's generator; numpy_legacy: RandomState(seed), whatever the seeding, and one for weights and biases"
                    + " that both say so, layer by layer, weights first");

    /** The name of a {@link NumpyGenerator}, in lower_snake. */
    String generator();

    @Override
    default NumpyGenerator numpyGenerator() {
        return NumpyGenerator.named(generator());
    }

    /**
     * The name of a generator in the spelling of {@link #generator}, so that equal initialisers are equal records.
     *
     * @throws IllegalArgumentException if there is no such generator
     */
    static String generatorNamed(String name) {
        return NumpyGenerator.named(name).toString();
    }
}
