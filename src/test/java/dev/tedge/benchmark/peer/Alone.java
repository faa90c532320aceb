package dev.tedge.benchmark.peer;

import java.util.Optional;

/** Nobody: what generator and receiver reach through one mosquitto shows that they are not what limits the others. */
record Alone() implements Peer {

    @Override
    public String name() {
        return "generator alone";
    }

    @Override
    public Optional<ProcessBuilder> command(Site site, int localPort) {
        return Optional.empty();
    }

    @Override
    public boolean isAlone() {
        return true;
    }
}
