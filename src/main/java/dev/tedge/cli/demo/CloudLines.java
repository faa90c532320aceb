package dev.tedge.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Reads lines {@code [topic] payload} that somebody types or pipes in, to be published by the cloud. */
final class CloudLines {

    /** Publishes a message as the cloud. */
    @FunctionalInterface
    interface Cloud {

        /**
         * Publishes.
         *
         * @throws IllegalArgumentException when AWS would not take it; the message says why
         */
        void publish(String topic, String payload);
    }

    private final Cloud cloud;
    private final Consumer<String> complaints;

    /**
     * Reads nothing yet.
     *
     * @param complaints takes one line for each line that can't be published
     */
    CloudLines(Cloud cloud, Consumer<String> complaints) {
        this.cloud = cloud;
        this.complaints = complaints;
    }

    /** Reads on a thread that ends with the stream or with the JVM: a read from a terminal can't be interrupted. */
    void readFrom(InputStream stream) {
        Thread thread = new Thread(() -> readAll(stream), "cloud-lines");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll(InputStream stream) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                publish(line);
            }
        } catch (IOException lost) {
            complaints.accept("Nothing more can be read from stdin: " + lost.getMessage());
        }
    }

    private void publish(String line) {
        if (line.isBlank()) {
            return;
        }
        try {
            MessageLine message = MessageLine.parse(line);
            cloud.publish(message.topic(), message.payload());
        } catch (IllegalArgumentException refused) {
            complaints.accept("Not published: " + refused.getMessage());
        }
    }
}
