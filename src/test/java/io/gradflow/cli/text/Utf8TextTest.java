package io.gradflow.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class Utf8TextTest {
    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws CharacterCodingException {
        for (var text : List.of("", "S", "SELECT 'é'", "\ufeffSELECT 1")) {
            assertEquals(text.replace("\ufeff", ""), Utf8Text.decoded(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void otherEncodingsAreTold() {
        for (var charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE")) {
            assertRefused("is UTF-16, must be UTF-8", "SELECT 1".getBytes(Charset.forName(charset)));
        }
        assertRefused("is UTF-16, must be UTF-8", new byte[] {(byte) 0xff, (byte) 0xfe, 'S', 0});
        assertRefused(
                "has bytes that are not UTF-8, must be UTF-8", "SELECT 'é'".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void aTextThatArrivesBitByBitIsTheSame() throws IOException {
        for (var text : List.of("", "S", "é", "SELECT 'é'", "\ufeffSELECT 1")) {
            assertEquals(text.replace("\ufeff", ""), read(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String read(byte[] bytes) throws IOException {
        var text = new StringWriter();
        Utf8Text.reader(new ByteArrayInputStream(bytes)).transferTo(text);
        return text.toString();
    }

    private static void assertRefused(String message, byte[] bytes) {
        var thrown = assertThrows(CharacterCodingException.class, () -> Utf8Text.decoded(bytes));
        assertEquals(message, thrown.getMessage());
        assertEquals(
                message,
                assertThrows(CharacterCodingException.class, () -> read(bytes)).getMessage());
    }
}
