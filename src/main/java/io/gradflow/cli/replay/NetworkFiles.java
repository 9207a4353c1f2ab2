package io.gradflow.cli.replay;

import io.gradflow.cli.output.NewOutput;
import io.gradflow.cli.replay.RowFile.Real;
import io.gradflow.cli.replay.RowFile.Reals;
import io.gradflow.cli.replay.RowFile.Text;
import io.gradflow.cli.replay.RowFile.Whole;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.data.Samples;
import io.gradflow.data.Split;
import io.gradflow.engine.breeze.NetworkOutputs;
import io.gradflow.nn.Architecture;
import java.io.Closeable;
import java.io.IOException;
import org.apache.parquet.schema.MessageType;

/**
 * Parquet files of one network: its samples, and for each logged epoch its parameters, its hidden units and what it
 * makes of the samples.
 */
final class NetworkFiles implements Closeable {
    private static final String TRAIN = "train";
    private static final String TEST = "test";

    private static final MessageType SAMPLES = new MessageType(
            "samples", RowFile.text("part"), RowFile.whole("sample"), RowFile.reals("inputs"), RowFile.whole("label"));
    private static final MessageType PARAMETERS = new MessageType(
            "parameters",
            RowFile.whole("epoch"),
            RowFile.whole("layer"),
            RowFile.reals("weights"),
            RowFile.reals("biases"));
    private static final MessageType UNITS = new MessageType(
            "units",
            RowFile.whole("epoch"),
            RowFile.whole("layer"),
            RowFile.whole("unit"),
            RowFile.real("mean"),
            RowFile.real("p10"),
            RowFile.real("p90"));
    private static final MessageType PREDICTIONS = new MessageType(
            "predictions",
            RowFile.whole("epoch"),
            RowFile.text("part"),
            RowFile.whole("sample"),
            RowFile.reals("outputs"));

    private final Architecture architecture;
    private final RowFile parameters;
    private final RowFile units;
    private final RowFile predictions;

    /**
     * Begins the files, and writes the samples.
     *
     * @param folder where the files are made
     */
    NetworkFiles(Architecture architecture, Split split, NewOutput folder) throws IOException, UsageException {
        this.architecture = architecture;
        try (var samples = file(folder, SAMPLES)) {
            writeSamples(samples, TRAIN, split.train());
            writeSamples(samples, TEST, split.test());
        }
        parameters = file(folder, PARAMETERS);
        units = file(folder, UNITS);
        predictions = file(folder, PREDICTIONS);
    }

    private static RowFile file(NewOutput folder, MessageType schema) throws IOException, UsageException {
        return new RowFile(folder.open(schema.getName() + ".parquet"), schema);
    }

    private static void writeSamples(RowFile file, String part, Samples samples) throws IOException {
        int features = samples.features();
        for (int i = 0; i < samples.count(); i++) {
            file.write(
                    new Text(part),
                    new Whole(i),
                    new Reals(samples.inputs(), i * features, features),
                    new Whole(samples.labels()[i]));
        }
    }

    /** Writes the rows of a logged epoch. */
    void write(LoggedNetwork network) throws IOException {
        for (int layer = 0; layer < architecture.layers(); layer++) {
            int weights = architecture.weightOffset(layer);
            int biases = architecture.biasOffset(layer);
            parameters.write(
                    new Whole(network.epoch()),
                    new Whole(layer + 1),
                    new Reals(network.parameters(), weights, biases - weights),
                    new Reals(network.parameters(), biases, architecture.fanOut(layer)));
        }
        for (var unit : network.units()) {
            units.write(
                    new Whole(network.epoch()),
                    new Whole(unit.layer()),
                    new Whole(unit.unit()),
                    new Real(unit.mean()),
                    new Real(unit.p10()),
                    new Real(unit.p90()));
        }
        writePredictions(network.epoch(), TRAIN, network.train());
        writePredictions(network.epoch(), TEST, network.test());
    }

    private void writePredictions(int epoch, String part, NetworkOutputs network) throws IOException {
        int outputs = architecture.outputs();
        for (int sample = 0; sample * outputs < network.outputs().length; sample++) {
            predictions.write(
                    new Whole(epoch),
                    new Text(part),
                    new Whole(sample),
                    new Reals(network.outputs(), sample * outputs, outputs));
        }
    }

    @Override
    public void close() throws IOException {
        try (parameters;
                units;
                predictions) {
            // All are closed, in whatever state the others are.
        }
    }
}
