package io.gradflow.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * A file or standard output, for results. Bytes that cannot be written end the command, where a
 * {@link java.io.PrintStream} alone would go on and keep the error to itself.
 *
 * <p>What is printed arrives soon, also if it is little. So a command also ends soon after its reader, such as
 * {@code head}, has ended.
 */
public final class ResultStream extends OutputStream {
    /** Long enough to cost nothing, and short for whoever waits. */
    private static final long NANOS_BETWEEN_FLUSHES = 200_000_000;

    private final String name;
    private final BufferedOutputStream out;
    private long flushed;
    private Failure failure;

    /**
     * A stream to which nothing is written yet.
     *
     * @param name of what is written, for messages
     */
    public ResultStream(String name, OutputStream out) {
        this.name = name;
        this.out = new BufferedOutputStream(out);
        flushed = System.nanoTime() - NANOS_BETWEEN_FLUSHES;
    }

    /** Results cannot be written. Unchecked, since a print stream keeps an {@link IOException} to itself. */
    public static final class Failure extends UncheckedIOException {
        private static final long serialVersionUID = 1;

        private Failure(String name, IOException cause) {
            super(name + " cannot be written: " + cause.getMessage(), cause);
        }

        /** The failure that an exception comes from; empty if it comes from something else. */
        public static Optional<Failure> in(Throwable e) {
            for (var cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof Failure failure) {
                    return Optional.of(failure);
                }
            }
            return Optional.empty();
        }

        /** Whether the reader has ended, which is its right and nothing to report. */
        public boolean isForWantOfAReader() {
            return String.valueOf(getCause().getMessage()).contains("Broken pipe");
        }
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    /** Writes, unless that has failed before: the first failure is the one to report. */
    private void write(Writing writing) {
        if (failure != null) {
            return;
        }
        try {
            writing.run();
            if (System.nanoTime() - flushed >= NANOS_BETWEEN_FLUSHES) {
                out.flush();
                flushed = System.nanoTime();
            }
        } catch (IOException e) {
            failure = new Failure(name, e);
            throw failure;
        }
    }

    @Override
    public synchronized void write(int b) {
        write(() -> out.write(b));
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        write(() -> out.write(bytes, offset, length));
    }

    @Override
    public synchronized void flush() {
        write(out::flush);
    }

    /**
     * Makes what was written stay, also if the machine loses its power.
     *
     * @throws Failure if that cannot be
     */
    synchronized void sync(FileChannel file) {
        write(() -> file.force(true));
    }

    /**
     * Writes what is left. What it is written to stays open: that is for whoever has opened it to close.
     *
     * @throws Failure if anything that was printed could not be written, now or before
     */
    @Override
    public synchronized void close() {
        flush();
        if (failure != null) {
            // Another object: who closes after the first was thrown adds this one to it.
            throw new Failure(name, failure.getCause());
        }
    }
}
