package dev.tedge.simulator.http;

/** Answers the requests of one part of the address space. Called on a thread of the HTTP port. */
@FunctionalInterface
interface Handler {

    /** @throws HttpError if the answer is no */
    Answer handle(Request request) throws HttpError;
}
