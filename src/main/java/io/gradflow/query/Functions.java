package io.gradflow.query;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistryBase;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.classic.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The functions that a query may call: those of Spark's own that compute with their arguments and nothing else. Spark
 * has others, which call any method of any class ({@code reflect}), or read a file or an address that an argument names
 * ({@code from_avro} a schema, {@code from_protobuf} a descriptor, {@code from_xml} rules for rows, {@code xpath} a
 * document type).
 */
final class Functions {
    private static final Pattern BLANK = Pattern.compile(" ");

    /** The package of Spark's own functions. */
    private static final String OWN = "org.apache.spark.sql.catalyst.";

    /** The groups of Spark's documentation in which all functions only compute. */
    private static final Set<String> GROUPS = Stream.of(
                    "agg array bitwise collection conditional conversion csv datetime generator hash json lambda map",
                    "math predicate sketch st string struct url variant vector window")
            .flatMap(groups -> BLANK.splitAsStream(groups))
            .map(group -> group + "_funcs")
            .collect(Collectors.toUnmodifiableSet());

    /** The functions of other groups that only compute, or tell about the session and the store's files. */
    private static final Set<String> OTHERS = Set.of(
            "aes_decrypt",
            "aes_encrypt",
            "assert_true",
            "bitmap_bit_position",
            "bitmap_bucket_number",
            "bitmap_count",
            "current_catalog",
            "current_database",
            "current_path",
            "current_schema",
            "current_user",
            "input_file_block_length",
            "input_file_block_start",
            "input_file_name",
            "monotonically_increasing_id",
            "raise_error",
            "range",
            "session_user",
            "spark_partition_id",
            "to_xml",
            "try_aes_decrypt",
            "typeof",
            "user",
            "uuid",
            "version");

    private Functions() {}

    /**
     * Removes all other functions from a session. A function that is not there cannot be called, however a query spells
     * its name, and not by the analyser either, which evaluates constant expressions before there is a plan to check.
     */
    static void keepComputing(SparkSession spark) {
        keepComputing(spark.sessionState().functionRegistry());
        keepComputing(spark.sessionState().tableFunctionRegistry());
    }

    private static void keepComputing(FunctionRegistryBase<?> registry) {
        for (var function : CollectionConverters.asJava(registry.listFunction())) {
            if (!computes(function, registry.lookupFunction(function).get())) {
                registry.dropFunction(function);
            }
        }
    }

    private static boolean computes(FunctionIdentifier function, ExpressionInfo info) {
        return info.getClassName().startsWith(OWN)
                && (GROUPS.contains(info.getGroup()) || OTHERS.contains(function.funcName()));
    }

    /** The names of all functions that a query may call. */
    static List<String> names() {
        return Stream.of(FunctionRegistry.builtin(), TableFunctionRegistry.builtin())
                .flatMap(registry -> CollectionConverters.asJava(registry.listFunction()).stream()
                        .filter(function -> computes(
                                function, registry.lookupFunction(function).get())))
                .map(FunctionIdentifier::funcName)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether Spark has a function of that name, which queries may not call. */
    static boolean isRefused(String name) {
        return Stream.of(FunctionRegistry.builtin(), TableFunctionRegistry.builtin())
                .anyMatch(registry -> {
                    var function = new FunctionIdentifier(name);
                    var info = registry.lookupFunction(function);
                    return info.isDefined() && !computes(function, info.get());
                });
    }
}
