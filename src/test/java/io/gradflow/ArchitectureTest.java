package io.gradflow;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The borders between the packages, and between the classes of a package. */
class ArchitectureTest {
    private static final String OURS = "io.gradflow";

    private static final JavaClasses CLASSES = classes();

    /**
     * Classes that need each other, for a reason, count as one. A task tells its identity, which is made of its keys,
     * and these are read from a task. The kernels of a width are loaded when they are first asked for.
     */
    private static final Map<String, String> INSEPARABLE = Map.of(
            OURS + ".sweep.TaskId", OURS + ".sweep.Task",
            OURS + ".sweep.TaskKey", OURS + ".sweep.Task",
            OURS + ".engine.kernels.LaneKernelLoader", OURS + ".engine.kernels.LaneKernels");

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("each package needs only what its row says", layers()),
                rule("classes do not need each other in circles", noCircles()),
                rule(
                        "Spark and Hadoop are for those who run on them and for those who store rows",
                        noClasses()
                                .that(not(resideInAPackage(in("cli"))
                                        .or(resideInAPackage(in("spark")))
                                        .or(resideInAPackage(in("query")))
                                        .or(resideInAPackage(in("parquet")))
                                        .or(resideInAPackage(in("store")))))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..")),
                rule(
                        "files and stores need no Spark",
                        noClasses()
                                .that()
                                .resideInAnyPackage(in("parquet"), in("store"))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.apache.spark..")),
                rule("picocli is the command line's", only("cli", "picocli..")),
                rule("JLine is the terminal's", only("cli.terminal", "org.jline..")),
                rule("JFreeChart is the renderer's", only("figure.chart", "org.jfree..")),
                rule("Batik is the renderer's", only("figure.chart", "org.apache.batik..")),
                rule("HTML is the report's", only("report", "j2html..")),
                rule("Breeze is an engine", only("engine.breeze", "breeze..")),
                rule("the Vector API is the kernels'", only("engine.kernels", "jdk.incubator.vector..")),
                rule(
                        "one place ends the process",
                        noClasses()
                                .that()
                                .doNotHaveFullyQualifiedName(OURS + ".cli.Main")
                                .should()
                                .accessTargetWhere(named("exit", System.class, Runtime.class)
                                        .or(named("halt", Runtime.class)))),
                rule(
                        "random numbers are NumPy's",
                        noClasses()
                                .should()
                                .dependOnClassesThat()
                                .belongToAnyOf(
                                        Random.class,
                                        RandomGenerator.class,
                                        SecureRandom.class,
                                        SplittableRandom.class,
                                        ThreadLocalRandom.class)
                                .orShould()
                                .accessTargetWhere(named("random", Math.class, StrictMath.class))));
    }

    /** Every class is in one of the layers, and no layer is empty. */
    private static ArchRule layers() {
        return layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("catalog")
                .definedBy(in("catalog"))
                .layer("random")
                .definedBy(in("random"))
                .layer("stats")
                .definedBy(in("stats"))
                .layer("functions")
                .definedBy(in("nn.function"))
                .layer("components")
                .definedBy(resideInAPackage(in("nn")).and(not(resideInAPackage(in("nn.function")))))
                .layer("data")
                .definedBy(in("data"))
                .layer("sweep")
                .definedBy(in("sweep"))
                .layer("results")
                .definedBy(in("results"))
                .layer("diagnostics")
                .definedBy(in("diagnostics"))
                .layer("kernels")
                .definedBy(in("engine.kernels"))
                .layer("engines")
                .definedBy(resideInAPackage(in("engine")).and(not(resideInAPackage(in("engine.kernels")))))
                .layer("parquet")
                .definedBy(in("parquet"))
                .layer("store")
                .definedBy(in("store"))
                .layer("sessions")
                .definedBy(OURS + ".spark")
                .layer("training")
                .definedBy(in("spark.training"))
                .layer("reading")
                .definedBy(in("spark.reading"))
                .layer("query")
                .definedBy(in("query"))
                .layer("comparison")
                .definedBy(in("comparison"))
                .layer("figure")
                .definedBy(in("figure"))
                .layer("report")
                .definedBy(in("report"))
                .layer("cli")
                .definedBy(in("cli"))
                .whereLayer("catalog")
                .mayNotAccessAnyLayer()
                .whereLayer("random")
                .mayNotAccessAnyLayer()
                .whereLayer("stats")
                .mayOnlyAccessLayers("random")
                .whereLayer("functions")
                .mayNotAccessAnyLayer()
                .whereLayer("sessions")
                .mayNotAccessAnyLayer()
                .whereLayer("components")
                .mayOnlyAccessLayers("catalog", "random", "functions")
                .whereLayer("data")
                .mayOnlyAccessLayers("catalog", "random")
                .whereLayer("sweep")
                .mayOnlyAccessLayers("catalog", "random", "components", "data")
                .whereLayer("results")
                .mayOnlyAccessLayers("catalog", "sweep")
                .whereLayer("diagnostics")
                .mayOnlyAccessLayers("components", "functions", "sweep", "results")
                .whereLayer("kernels")
                .mayOnlyAccessLayers("components", "functions", "diagnostics")
                .whereLayer("engines")
                .mayOnlyAccessLayers(
                        "random", "functions", "components", "data", "sweep", "results", "diagnostics", "kernels")
                .whereLayer("parquet")
                .mayOnlyAccessLayers("catalog", "components", "sweep", "results")
                .whereLayer("store")
                .mayOnlyAccessLayers("sweep", "results", "parquet")
                .whereLayer("training")
                .mayOnlyAccessLayers("components", "sweep", "results", "engines", "parquet", "store", "sessions")
                .whereLayer("reading")
                .mayOnlyAccessLayers("catalog", "sweep", "results", "parquet", "store", "sessions")
                .whereLayer("query")
                .mayOnlyAccessLayers("catalog", "sweep", "results", "store", "sessions", "reading")
                .whereLayer("comparison")
                .mayOnlyAccessLayers("results", "stats")
                .whereLayer("figure")
                .mayNotAccessAnyLayer()
                .whereLayer("report")
                .mayNotAccessAnyLayer()
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .ensureAllClassesAreContainedInArchitecture();
    }

    /** Nested classes count as part of the class around them. */
    private static ArchRule noCircles() {
        return slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                        String name = outermost(javaClass).getName();
                        return SliceIdentifier.of(INSEPARABLE.getOrDefault(name, name));
                    }

                    @Override
                    public String getDescription() {
                        return "classes";
                    }
                })
                .should()
                .beFreeOfCycles();
    }

    private static JavaClass outermost(JavaClass javaClass) {
        return javaClass.getEnclosingClass().map(ArchitectureTest::outermost).orElse(javaClass);
    }

    private static JavaClasses classes() {
        // All rules are about what our own classes name: no need to read half of Spark.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(OURS);
    }

    private static Arguments rule(String name, ArchRule rule) {
        return Arguments.argumentSet(name, rule);
    }

    /** Calls of such a method, and references to it. */
    private static DescribedPredicate<JavaAccess<?>> named(String method, Class<?>... owners) {
        return target(name(method)).and(target(owner(belongToAnyOf(owners))));
    }

    private static String in(String ownPackage) {
        return OURS + "." + ownPackage + "..";
    }

    private static ArchRule only(String ownPackage, String foreignPackages) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in(ownPackage))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(foreignPackages);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void bordersHold(ArchRule rule) {
        rule.check(CLASSES);
    }

    @Test
    void theClassesOfTheApplicationAreLookedAt() {
        for (String name : List.of("catalog.Kind", "cli.Main", "random.Generator", "sweep.Grid")) {
            assertTrue(CLASSES.contain(OURS + "." + name), name);
        }
    }
}
