package dev.tedge.gateway.control;

import dev.tedge.delivery.Rates;
import dev.tedge.delivery.store.Inventory;
import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.check.RouteFault.Place;
import dev.tedge.gateway.control.GatewayStatus.Certificate;
import dev.tedge.gateway.control.GatewayStatus.Disconnect;
import dev.tedge.gateway.control.GatewayStatus.Kept;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.gateway.control.GatewayStatus.Links;
import dev.tedge.gateway.control.GatewayStatus.Program;
import dev.tedge.gateway.control.GatewayStatus.Traffic;
import dev.tedge.gateway.reload.RoutesStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A gateway that has lost AWS two minutes after its start. */
public final class TestingStatus {

    /** Ten minutes after {@link TestingInventory#FIRST}. */
    public static final Instant NOW = Instant.parse("2026-11-23T05:10:00Z");

    /** Its certificate. */
    public static final Certificate CERTIFICATE =
            new Certificate("my-device", Instant.parse("2027-11-21T12:00:00Z"), 363);

    /** Its routes. */
    public static final RoutesStatus ROUTES = new RoutesStatus(
            7,
            List.of(
                    new RouteFault("frost.camel.yaml", Optional.of(new Place(3, 5)), "no such key"),
                    new RouteFault("heat.camel.yaml", Optional.empty(), "the file can't be read")));

    private TestingStatus() {}

    /** Its status over what is kept. */
    public static GatewayStatus of(Inventory inventory) {
        Instant lost = Instant.parse("2026-11-23T05:03:00.123456Z");
        return new GatewayStatus(
                Optional.of(new Program(4711, Optional.of(ROUTES))),
                new Links(
                        new LinkStatus(
                                true,
                                Optional.of(Instant.parse("2026-11-23T05:01:02Z")),
                                Optional.empty(),
                                Optional.of(Duration.ZERO)),
                        new LinkStatus(
                                false,
                                Optional.of(lost),
                                Optional.of(new Disconnect("no route. Check it", lost)),
                                Optional.of(Duration.ofMinutes(7)))),
                Kept.of(inventory, NOW),
                new Traffic(new Rates(12, 3072, 0.875, 0.994), new TreeMap<>(Map.of("accepted", 20L, "stored", 3L))),
                Optional.of(CERTIFICATE));
    }
}
