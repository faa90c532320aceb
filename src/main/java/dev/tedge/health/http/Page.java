package dev.tedge.health.http;

import java.util.Map;
import java.util.Objects;

/** What is at a path. Called by several threads at a time; an interruption means that it has taken too long. */
@FunctionalInterface
public interface Page {

    /**
     * What was asked.
     *
     * @param parameters of the query; the first of each name
     * @param accept what the caller takes, as in the header; empty when it does not say
     */
    record Question(Map<String, String> parameters, String accept) {

        public Question {
            parameters = Map.copyOf(parameters);
            Objects.requireNonNull(accept, "accept");
        }

        /** Whether a parameter has just this value. */
        public boolean has(String name, String value) {
            return value.equals(parameters.get(name));
        }
    }

    /**
     * What is said.
     *
     * @param status of HTTP
     * @param type of the content
     * @param text the content
     */
    record Answer(int status, String type, String text) {

        public Answer {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(text, "text");
        }

        static Answer error(int status, String text) {
            return new Answer(status, "text/plain; charset=utf-8", text + "\n");
        }
    }

    /** Answers. */
    Answer answer(Question question);
}
