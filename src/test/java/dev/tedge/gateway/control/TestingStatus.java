package dev.tedge.gateway.control;

import dev.tedge.delivery.Rates;
import dev.tedge.delivery.store.Inventory;
import dev.tedge.gateway.control.GatewayStatus.Certificate;
import dev.tedge.gateway.control.GatewayStatus.Disconnect;
import dev.tedge.gateway.control.GatewayStatus.Kept;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.gateway.control.GatewayStatus.Links;
import dev.tedge.gateway.control.GatewayStatus.Traffic;
import java.time.Instant;
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

    private TestingStatus() {}

    /** Its status over what is kept. */
    public static GatewayStatus of(Inventory inventory) {
        Instant lost = Instant.parse("2026-11-23T05:03:00.123456Z");
        return new GatewayStatus(
                Optional.of(4711L),
                new Links(
                        new LinkStatus(true, Optional.of(Instant.parse("2026-11-23T05:01:02Z")), Optional.empty()),
                        new LinkStatus(
                                false, Optional.of(lost), Optional.of(new Disconnect("no route. Check it", lost)))),
                Kept.of(inventory, NOW),
                new Traffic(new Rates(12, 3072, 0.875, 0.994), new TreeMap<>(Map.of("accepted", 20L, "stored", 3L))),
                Optional.of(CERTIFICATE));
    }
}
