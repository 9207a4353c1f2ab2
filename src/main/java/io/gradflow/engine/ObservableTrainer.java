package io.gradflow.engine;

import io.gradflow.results.EpochRow;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.Iterator;

/** A trainer that can show the networks that it trains. */
public interface ObservableTrainer extends Trainer {
    @Override
    default Iterator<EpochRow> train(Pack pack, Logging logging) {
        return train(pack, logging, null);
    }

    /**
     * Trains the tasks of a pack, as {@link #train(Pack, Logging)} does, and shows their networks. That changes no
     * number.
     *
     * @param observer sees each network whose row is made; null for none
     */
    Iterator<EpochRow> train(Pack pack, Logging logging, NetworkObserver observer);
}
