package io.gradflow.figure.vega;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Size;
import io.gradflow.figure.Theme;
import java.io.IOException;
import java.io.OutputStream;

/** Writes figures as JSON. It is plain ASCII without {@code </}, so that it can be put into a page as it is. */
public final class VegaLiteFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private VegaLiteFile() {}

    /** Writes a specification. Needs no fonts. */
    public static void write(Figure figure, Theme theme, Size size, OutputStream out) throws IOException {
        MAPPER.writeValue(out, new Specification(figure, theme, size, MAPPER).json());
        out.write('\n');
    }
}
