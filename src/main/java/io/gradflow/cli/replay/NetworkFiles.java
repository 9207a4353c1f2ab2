package io.gradflow.cli.replay;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import io.gradflow.cli.output.NewOutput;
import io.gradflow.data.Samples;
import io.gradflow.data.Split;
import io.gradflow.engine.NetworkObserver;
import io.gradflow.engine.breeze.NetworkOutputs;
import io.gradflow.sweep.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Parquet files of one network: its samples, and for each logged epoch its parameters and what it makes of the samples.
 */
public final class NetworkFiles implements NetworkObserver, AutoCloseable {
    private static final String EPOCH = "epoch";
    private static final String LAYER = "layer";
    private static final String WEIGHTS = "weights";
    private static final String BIASES = "biases";
    private static final String PART = "part";
    private static final String SAMPLE = "sample";
    private static final String INPUTS = "inputs";
    private static final String LABEL = "label";
    private static final String OUTPUTS = "outputs";

    private static final MessageType PARAMETERS =
            new MessageType("parameters", integer(EPOCH), integer(LAYER), numbers(WEIGHTS), numbers(BIASES));
    private static final MessageType SAMPLES =
            new MessageType("samples", text(PART), integer(SAMPLE), numbers(INPUTS), integer(LABEL));
    private static final MessageType PREDICTIONS =
            new MessageType("predictions", integer(EPOCH), text(PART), integer(SAMPLE), numbers(OUTPUTS));

    private final Split split;
    private final ParquetWriter<Group> parameters;
    private final ParquetWriter<Group> predictions;

    /**
     * Begins the files, and writes the samples.
     *
     * @param folder where the files are made
     */
    public NetworkFiles(Task task, NewOutput folder) throws IOException {
        split = task.split();
        try (var samples = writer(folder.file("samples.parquet"), SAMPLES)) {
            writeSamples(samples, "train", split.train());
            writeSamples(samples, "test", split.test());
        }
        parameters = writer(folder.file("parameters.parquet"), PARAMETERS);
        predictions = writer(folder.file("predictions.parquet"), PREDICTIONS);
    }

    private static Type integer(String name) {
        return Types.required(INT32).named(name);
    }

    private static Type text(String name) {
        return Types.required(BINARY).as(stringType()).named(name);
    }

    private static Type numbers(String name) {
        return Types.requiredList().requiredElement(DOUBLE).named(name);
    }

    private static ParquetWriter<Group> writer(Path file, MessageType schema) throws IOException {
        return ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build();
    }

    private static void writeSamples(ParquetWriter<Group> writer, String part, Samples samples) throws IOException {
        for (int i = 0; i < samples.count(); i++) {
            var group = new SimpleGroup(SAMPLES);
            group.add(PART, part);
            group.add(SAMPLE, i);
            addNumbers(group, INPUTS, samples.inputs(), i * samples.features(), samples.features());
            group.add(LABEL, samples.labels()[i]);
            writer.write(group);
        }
    }

    private static void addNumbers(Group group, String name, double[] values, int from, int count) {
        var list = group.addGroup(name);
        for (int i = from; i < from + count; i++) {
            list.addGroup("list").add("element", values[i]);
        }
    }

    @Override
    public void observe(Task task, int epoch, double[] values) {
        try {
            writeParameters(task, epoch, values);
            writePredictions(task, epoch, values, "train", split.train());
            writePredictions(task, epoch, values, "test", split.test());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeParameters(Task task, int epoch, double[] values) throws IOException {
        var architecture = task.architecture();
        for (int layer = 0; layer < architecture.layers(); layer++) {
            var group = new SimpleGroup(PARAMETERS);
            group.add(EPOCH, epoch);
            group.add(LAYER, layer + 1);
            int weights = architecture.weightOffset(layer);
            int biases = architecture.biasOffset(layer);
            addNumbers(group, WEIGHTS, values, weights, biases - weights);
            addNumbers(group, BIASES, values, biases, architecture.fanOut(layer));
            parameters.write(group);
        }
    }

    private void writePredictions(Task task, int epoch, double[] values, String part, Samples samples)
            throws IOException {
        double[] outputs = NetworkOutputs.of(task, values, samples);
        int units = task.architecture().outputs();
        for (int i = 0; i < samples.count(); i++) {
            var group = new SimpleGroup(PREDICTIONS);
            group.add(EPOCH, epoch);
            group.add(PART, part);
            group.add(SAMPLE, i);
            addNumbers(group, OUTPUTS, outputs, i * units, units);
            predictions.write(group);
        }
    }

    @Override
    public void close() throws IOException {
        try (parameters;
                predictions) {
            // Both are closed, in whatever state the other is.
        }
    }
}
