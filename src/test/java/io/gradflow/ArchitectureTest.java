package io.gradflow;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The borders between the packages. */
class ArchitectureTest {
    private static final String OURS = "io.gradflow";

    private static final JavaClasses CLASSES = classes();

    /** These can be used, tested and understood without Spark. */
    private static final List<String> WITHOUT_SPARK =
            List.of("catalog", "data", "diagnostics", "engine", "nn", "random", "results", "sweep");

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("the generators stand alone", nothingOfOursBut("random")),
                rule("the catalogue stands alone", nothingOfOursBut("catalog")),
                rule(
                        "no Spark in what is plain Java",
                        noClasses()
                                .that()
                                .resideInAnyPackage(WITHOUT_SPARK.stream()
                                        .map(ArchitectureTest::in)
                                        .toArray(String[]::new))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..")),
                rule("nobody needs the command line", only("cli", in("cli"))),
                rule("picocli is the command line's", only("cli", "picocli..")),
                rule("Breeze is an engine", only("engine", "breeze..")),
                rule(
                        "the Vector API is the kernels'",
                        noClasses()
                                .that()
                                .haveNameNotMatching(OURS + "\\.engine\\.lanes\\.Vector.*")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("jdk.incubator.vector..")),
                rule(
                        "packages are free of cycles",
                        slices().matching(OURS + ".(*)..").should().beFreeOfCycles()),
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

    private static JavaClasses classes() {
        // All rules are about what our own classes name: no need to read half of Spark.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(OURS);
    }

    private static Arguments rule(String name, ArchRule rule) {
        return Arguments.argumentSet(name, rule.allowEmptyShould(true));
    }

    /** Calls of such a method, and references to it. */
    private static DescribedPredicate<JavaAccess<?>> named(String method, Class<?>... owners) {
        return target(name(method)).and(target(owner(belongToAnyOf(owners))));
    }

    private static String in(String ownPackage) {
        return OURS + "." + ownPackage + "..";
    }

    private static ArchRule nothingOfOursBut(String ownPackage) {
        return noClasses()
                .that()
                .resideInAPackage(in(ownPackage))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(OURS + "..").and(DescribedPredicate.not(resideInAPackage(in(ownPackage)))));
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
        for (String name :
                List.of("catalog.Kind", "cli.Main", "engine.lanes.VectorKernels", "random.Generator", "sweep.Grid")) {
            assertTrue(CLASSES.contain(OURS + "." + name), name);
        }
    }
}
