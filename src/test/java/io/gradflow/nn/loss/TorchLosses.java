package io.gradflow.nn.loss;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.StreamSupport;

/**
 * A loss computed by PyTorch.
 *
 * @param logits the logits, sample by sample
 * @param labels the label of each sample
 * @param loss the mean loss
 * @param gradient the gradient of the mean loss with respect to the logits
 */
record TorchLosses(double[] logits, double[] labels, double loss, double[] gradient) {

    static TorchLosses read(String name, String logits) throws IOException {
        try (InputStream file = TorchLosses.class.getResourceAsStream("/io/gradflow/nn/torch-losses.json")) {
            var golden = new ObjectMapper().readTree(file).get(name);
            return new TorchLosses(
                    doubles(golden.get(logits)),
                    doubles(golden.get("label")),
                    Double.parseDouble(golden.get("loss").asText()),
                    doubles(golden.get("dlogits")));
        }
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(number -> Double.parseDouble(number.asText()))
                .toArray();
    }
}
