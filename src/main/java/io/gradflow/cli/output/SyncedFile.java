package io.gradflow.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A new file that is on the disk once it is closed. What cannot be written is a {@link ResultStream.Failure}. */
final class SyncedFile extends OutputStream {
    private final FileChannel channel;
    private final ResultStream results;
    private boolean isClosed;

    /**
     * Makes the file.
     *
     * @param shown its name in messages
     */
    SyncedFile(Path file, String shown) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        results = new ResultStream(shown, Channels.newOutputStream(channel));
    }

    @Override
    public void write(int b) {
        results.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        results.write(bytes, offset, length);
    }

    @Override
    public void flush() {
        results.flush();
    }

    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (channel) {
            results.close();
            // Some file systems find out only now that there is no room.
            results.sync(channel);
        }
    }
}
