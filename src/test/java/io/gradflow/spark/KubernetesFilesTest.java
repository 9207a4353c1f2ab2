package io.gradflow.spark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files for Kubernetes agree with each other, with the build and with Spark. No cluster has run them. */
class KubernetesFilesTest {
    private static final Path FOLDER = Path.of("conf/kubernetes");

    /** The files that the image gets, by their name in it. */
    private final Map<String, String> copied = new HashMap<>();

    private String base;
    private Map<String, Map<String, Object>> objects;
    private List<String> arguments;

    @BeforeEach
    void read() throws IOException {
        for (var line : Files.readAllLines(FOLDER.resolve("Dockerfile"))) {
            var words = line.split(" ", -1);
            switch (words[0]) {
                case "FROM" -> base = words[1];
                case "COPY" -> copied.put(words[2], words[1]);
                default -> assertTrue(line.isEmpty() || line.startsWith("#"), line);
            }
        }
        var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        var documents = yaml.loadAll(new StringReader(Files.readString(FOLDER.resolve("gradflow.yaml"))));
        objects = StreamSupport.stream(documents.spliterator(), false)
                .map(KubernetesFilesTest::map)
                .collect(Collectors.toMap(document -> (String) document.get("kind"), document -> document));
        arguments = list(driver().get("args")).stream().map(String.class::cast).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }

    /** What a path of keys and positions leads to. */
    private static Object at(Object value, Object... path) {
        for (var step : path) {
            value = step instanceof Integer position
                    ? list(value).get(position)
                    : map(value).get(step);
        }
        return value;
    }

    private Map<String, Object> pod() {
        return map(at(objects.get("Job"), "spec", "template", "spec"));
    }

    private Map<String, Object> driver() {
        return map(at(pod(), "containers", 0));
    }

    /** The value of an option, or of one of Spark's settings. */
    private String value(String option) {
        var values = arguments.stream()
                .filter(argument -> argument.startsWith(option + "="))
                .toList();
        assertEquals(1, values.size(), option);
        return values.get(0).substring(option.length() + 1);
    }

    private String name(String kind) {
        return (String) at(objects.get(kind), "metadata", "name");
    }

    @Test
    void theImageHasTheVersionsOfTheBuild() {
        String spark = org.apache.spark.package$.MODULE$.SPARK_VERSION();
        assertTrue(base.startsWith("apache/spark:" + spark + "-scala2.13-java"), base);
        int jdk = Integer.parseInt(base.replaceAll(".*-java(\\d+).*", "$1"));
        assertTrue(jdk >= 17, base);
    }

    @Test
    void theImageGetsFilesThatThereAre() throws IOException {
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<finalName>gradflow</finalName>"));
        for (var source : copied.values()) {
            assertTrue(source.equals("target/gradflow.jar") || Files.isRegularFile(Path.of(source)), source);
        }
    }

    @Test
    void theJobNamesFilesOfTheImage() {
        int jar = arguments.indexOf("/opt/gradflow/gradflow.jar");
        assertEquals("target/gradflow.jar", copied.get(arguments.get(jar)));
        assertEquals("run", arguments.get(jar + 1));
        assertEquals("conf/study.conf", copied.get(arguments.get(jar + 2)));
        assertEquals("conf/spark-cluster.conf", copied.get(value("--properties-file")));
        // What comes before the jar is for spark-submit, and what comes after it is for gradflow.
        assertTrue(arguments.subList(0, jar).stream().allMatch(argument -> argument.startsWith("--")));
        assertTrue(arguments.subList(jar + 3, arguments.size()).stream()
                .allMatch(argument -> argument.startsWith("--store=") || argument.startsWith("--wait=")));
    }

    @Test
    void theJobRunsTheMainClassInTheImageOfItsExecutors() {
        assertDoesNotThrow(() -> Class.forName(value("--class")).getMethod("main", String[].class));
        assertEquals(driver().get("image"), value("--conf=spark.kubernetes.container.image"));
    }

    @Test
    void driverAndExecutorsSeeTheStoreUnderOneName() {
        String volume = "--conf=spark.kubernetes.executor.volumes.persistentVolumeClaim.stores.";
        String mount = (String) at(driver(), "volumeMounts", 0, "mountPath");
        assertEquals(mount, value(volume + "mount.path"));
        assertTrue(value("--store").startsWith(mount + "/"));
        String claim = name("PersistentVolumeClaim");
        assertEquals(claim, value(volume + "options.claimName"));
        assertEquals(claim, at(pod(), "volumes", 0, "persistentVolumeClaim", "claimName"));
        assertEquals(at(pod(), "volumes", 0, "name"), at(driver(), "volumeMounts", 0, "name"));
        assertEquals(List.of("ReadWriteMany"), at(objects.get("PersistentVolumeClaim"), "spec", "accessModes"));
    }

    @Test
    void theDriverHasTheRoleToMakeExecutors() {
        assertEquals(name("ServiceAccount"), pod().get("serviceAccountName"));
        var binding = objects.get("RoleBinding");
        assertEquals(name("ServiceAccount"), at(binding, "subjects", 0, "name"));
        assertEquals(name("Role"), at(binding, "roleRef", "name"));
        var rule = map(at(objects.get("Role"), "rules", 0));
        assertTrue(list(rule.get("resources")).containsAll(List.of("pods", "services", "configmaps")));
        assertTrue(list(rule.get("verbs")).containsAll(List.of("get", "list", "watch", "create", "delete")));
    }

    @Test
    void variablesOfTheArgumentsAreSet() {
        var names = list(driver().get("env")).stream()
                .map(variable -> "$(" + map(variable).get("name") + ")")
                .collect(Collectors.toSet());
        var used = arguments.stream()
                .filter(argument -> argument.contains("$("))
                .map(argument -> argument.substring(argument.indexOf("$(")))
                .collect(Collectors.toSet());
        assertEquals(names, used);
    }

    /** Spark gives driver and executors the module of the lane engine, so the files need no flags of the JVM. */
    @Test
    void sparkAddsTheModuleOfVectors() {
        assertTrue(JavaModuleOptions.defaultModuleOptions().contains("--add-modules=jdk.incubator.vector"));
    }
}
