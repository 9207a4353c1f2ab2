package io.gradflow.cli.text;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text that a user has written, in UTF-8 with or without a byte order mark, which some editors put first. */
public final class Utf8Text {
    private static final String MARK = "\ufeff";

    private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.UTF_8);

    private Utf8Text() {}

    /**
     * Decodes a text.
     *
     * @throws CharacterCodingException with what is wrong, such as "is UTF-16, must be UTF-8"
     */
    public static String decoded(byte[] bytes) throws CharacterCodingException {
        if (isUtf16(bytes)) {
            throw new Refused("is UTF-16, must be UTF-8");
        }
        try {
            return withoutMark(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new Refused("has bytes that are not UTF-8, must be UTF-8");
        }
    }

    /**
     * Decodes a text while it arrives. What the reader throws of a text that is wrong is that which {@link
     * #decoded(byte[])} throws.
     */
    public static Reader reader(InputStream in) throws IOException {
        var bytes = new PushbackInputStream(in, MARK_BYTES.length);
        byte[] first = bytes.readNBytes(MARK_BYTES.length);
        if (isUtf16(first)) {
            throw new Refused("is UTF-16, must be UTF-8");
        }
        if (!Arrays.equals(first, MARK_BYTES)) {
            bytes.unread(first);
        }
        return new FilterReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder())) {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                try {
                    return super.read(buffer, offset, length);
                } catch (CharacterCodingException e) {
                    throw new Refused("has bytes that are not UTF-8, must be UTF-8");
                }
            }
        };
    }

    /** The text without a byte order mark before it. */
    public static String withoutMark(String text) {
        return text.startsWith(MARK) ? text.substring(1) : text;
    }

    /** Both its marks are no UTF-8, and without a mark every other byte of plain English is 0. */
    private static boolean isUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff) || (first == 0) != (second == 0);
    }

    private static final class Refused extends CharacterCodingException {
        private static final long serialVersionUID = 1;

        private final String message;

        Refused(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }
    }
}
