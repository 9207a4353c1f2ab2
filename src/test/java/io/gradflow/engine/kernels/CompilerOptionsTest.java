package io.gradflow.engine.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.gradflow.spark.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The just-in-time compiler's options name the kernels by a pattern, and a kernel that they miss is ten times slower.
 * Each class that uses the Vector API must be meant by each of these options, for the driver and for executors, which
 * share them.
 */
class CompilerOptionsTest {
    private static final String COMMAND = "-XX:CompileCommand=";
    private static final String OURS = "io.gradflow.";

    /** An option's class pattern: what stands before the method, which is any. */
    private static final Pattern CLASS_PATTERN = Pattern.compile("(\\w+),([^:]+)::\\*(,.*)?");

    @Test
    void everyClassOfVectorsIsMeantByEveryOptionForKernels() throws IOException {
        var kernels = classesThatUseVectors();
        assertFalse(kernels.isEmpty());
        var patterns = kernelPatterns();
        assertEquals(
                List.of("dontinline", "CompileThresholdScaling", "BackgroundCompilation"),
                List.copyOf(patterns.keySet()));
        patterns.forEach((option, pattern) -> assertEquals(
                List.of(),
                kernels.stream()
                        .filter(name -> !pattern.matcher(name).matches())
                        .toList(),
                () -> option + " in vector.options of pom.xml misses these classes"));
    }

    private static List<String> classesThatUseVectors() {
        return new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
                .importPackages("io.gradflow").stream()
                        .filter(javaClass -> javaClass.getDirectDependenciesFromSelf().stream()
                                .anyMatch(dependency -> isOfVectors(dependency.getTargetClass())))
                        .map(JavaClass::getName)
                        .toList();
    }

    private static boolean isOfVectors(JavaClass target) {
        return target.getPackageName().startsWith("jdk.incubator.vector");
    }

    /** By option, the names of our own classes that it means. */
    private static Map<String, Pattern> kernelPatterns() throws IOException {
        String options;
        try (var in = Sessions.class.getResourceAsStream("executor-java-options")) {
            options = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return Arrays.stream(options.split("\\s+"))
                .filter(option -> option.startsWith(COMMAND))
                .map(option -> CLASS_PATTERN.matcher(option.substring(COMMAND.length())))
                .filter(matcher -> matcher.matches() && matcher.group(2).startsWith(OURS))
                .collect(Collectors.toMap(
                        matcher -> matcher.group(1),
                        matcher -> Pattern.compile(
                                matcher.group(2).replace(".", "\\.").replace("*", ".*")),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }
}
