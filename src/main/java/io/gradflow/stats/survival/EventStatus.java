package io.gradflow.stats.survival;

/** How the follow-up of a run ended. */
public enum EventStatus {
    /** What is waited for has happened. */
    EVENT,
    /** Something after which it can no longer happen, as divergence. */
    COMPETING,
    /** It had not happened when the run ended. */
    CENSORED
}
