package dev.tedge.benchmark.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bridge inside of mosquitto, as thin-edge.io configures it with {@code mqtt.bridge.built_in = false}. It can't map topics: what
 * it is given has the cloud's form already, as from thin-edge.io's mapper, whose work is not in the figures.
 *
 * @param name as in tables
 * @param tuned without the limits of mosquitto's defaults: 20 in flight, 1,000 queued
 */
record Bridge(String name, boolean tuned) implements Peer {

    private static final int DEFAULT_QUEUE = 1_000;

    @Override
    public List<String> brokerOptions(Site site) throws IOException {
        List<String> lines = new ArrayList<>();
        if (tuned) {
            lines.addAll(List.of("max_inflight_messages 0", "max_queued_messages 0"));
        }
        lines.addAll("""
                connection edge_to_aws
                address localhost:%d
                bridge_cafile %s
                remote_clientid %s
                local_clientid Aws
                remote_username %s
                bridge_certfile %s
                bridge_keyfile %s
                try_private false
                start_type automatic
                cleansession false
                notifications true
                notifications_local_only true
                notification_topic te/device/main/service/mosquitto-aws-bridge/status/health
                bridge_attempt_unsubscribe false
                keepalive_interval 60
                topic td/# out 1 aws/ thinedge/%s/
                topic cmd/# in 1 aws/ thinedge/%s/
                topic shadow/# both 1 aws/ $aws/things/%s/
                topic "" out 1 aws/test-connection thinedge/devices/%s/test-connection
                topic "" in 1 aws/connection-success thinedge/devices/%s/test-connection
                """.formatted(
                site.cloudPort(),
                site.authority(),
                Site.THING,
                Site.THING,
                site.device().certificate(),
                site.device().key(),
                Site.THING,
                Site.THING,
                Site.THING,
                Site.THING,
                Site.THING).lines().toList());
        return lines;
    }

    @Override
    public Optional<ProcessBuilder> command(Site site, int localPort) {
        return Optional.empty();
    }

    @Override
    public String topic(String device) {
        return "aws/td/device:" + device + "/m/load";
    }

    @Override
    public int outstanding() {
        return tuned ? Peer.super.outstanding() : DEFAULT_QUEUE;
    }
}
