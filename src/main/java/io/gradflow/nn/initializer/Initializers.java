package io.gradflow.nn.initializer;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** The list of all initialisers. */
public final class Initializers {
    /**
     * The catalogue. It is not a constant of {@link Initializer}, because the initialisation of one kind would then
     * wait for that of all others.
     */
    public static final Catalog<Initializer> CATALOG = new Catalog<>(
            "init",
            "xavier",
            Initializer.class,
            List.of(
                    Xavier.KIND,
                    XavierUniform.KIND,
                    XavierFanIn.KIND,
                    He.KIND,
                    HeUniform.KIND,
                    Lecun.KIND,
                    LecunUniform.KIND,
                    Gaussian.KIND,
                    StandardNormal.KIND,
                    TruncatedNormal.KIND,
                    Uniform.KIND,
                    Orthogonal.KIND,
                    IdentityMatrix.KIND,
                    Constant.KIND,
                    Ones.KIND,
                    Zeros.KIND));

    private Initializers() {}
}
