package io.gradflow.store;

/**
 * Another run has committed a wave with the number that a wave was planned to have. What was planned may be there now,
 * so whoever planned it has to read the waves again.
 */
public final class WaveTakenException extends StoreException {
    private static final long serialVersionUID = 1;

    private WaveTakenException(String wave) {
        super(wave + " is the wave of another run, which writes into the same store; what this run has committed stays,"
                + " and the same command goes on from there");
    }

    static WaveTakenException by(WaveFolder folder) {
        return new WaveTakenException(StoreFiles.plain(folder.path()));
    }
}
