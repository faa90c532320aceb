package dev.tedge.simulator.http;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list that is too long for one answer.
 *
 * @param nextToken asks for the next part; empty after the last
 */
record Page<T>(List<T> items, Optional<String> nextToken) {

    Page {
        items = List.copyOf(items);
    }

    /**
     * The part that a request asks for by its {@code nextToken}.
     *
     * @param length at most so many
     * @throws HttpError if the token is none
     */
    static <T> Page<T> of(List<T> all, int length, Request request) throws HttpError {
        int from = Math.min(request.number("nextToken", Integer.MAX_VALUE, 0), all.size());
        int to = Math.min(from + Math.max(length, 1), all.size());
        Optional<String> next = to < all.size() ? Optional.of(String.valueOf(to)) : Optional.empty();
        return new Page<>(all.subList(from, to), next);
    }
}
