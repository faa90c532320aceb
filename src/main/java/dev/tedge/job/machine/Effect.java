package dev.tedge.job.machine;

import dev.tedge.message.Payload;

/** Something to be done, once the ledger is safe. */
public sealed interface Effect {

    /**
     * Asks AWS, and only now: when that fails, {@link JobMachine#notAsked} is to be told.
     *
     * @param token comes back with the answer
     */
    record Ask(String topic, Payload payload, String token) implements Effect {}

    /** Publishes locally, retained, with QoS 1; {@link JobMachine#published} or {@link JobMachine#notPublished} is to be told. */
    record Publish(Purpose purpose, String topic, Payload payload) implements Effect {}

    /**
     * Looks what the local broker has retained; {@link JobMachine#found} or {@link JobMachine#notLookedUp} is to be told.
     *
     * @param moment to be told with it
     */
    record LookUp(String topic, long moment) implements Effect {}

    /** Tells people. */
    record Report(String text) implements Effect {}

    /** What is published for. */
    enum Purpose {
        /** A device gets a command. */
        OFFER,
        /** The broker has lost what it had. */
        PUT_BACK,
        /** The device is told that AWS has ended it. */
        WITHDRAW,
        /** The command is removed. */
        CLEAR,
        /** What a device has said after the end is removed. */
        SWEEP;

        /** Whether nothing goes wrong when it is published again after a while. */
        public boolean mayBeRepeated() {
            return this == CLEAR || this == SWEEP;
        }
    }
}
