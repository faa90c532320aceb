package dev.tedge.health;

import java.util.Objects;

/**
 * The local topics of one service of the gateway (thin-edge.io, {@code tedge_api/src/health.rs}).
 *
 * @param root the first level, usually {@code te}
 * @param device the topic identifier of the device, such as {@code device/main//}
 * @param service the name of the service, such as {@code tedge-mapper-aws}
 */
public record ServiceTopics(String root, String device, String service) {

    public ServiceTopics {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(service, "service");
    }

    /** The same device, another service. */
    public ServiceTopics of(String otherService) {
        return new ServiceTopics(root, device, otherService);
    }

    /** Where the service is registered, retained. */
    public String registration() {
        // device/main// has the service in its third and fourth level.
        String prefix = device.endsWith("//") ? device.substring(0, device.length() - 2) : device;
        return root + "/" + prefix + "/service/" + service;
    }

    /** Where its status is, retained. */
    public String status() {
        return registration() + "/status/health";
    }

    /** Where its status is asked for. */
    public String check() {
        return registration() + "/cmd/health/check";
    }

    /** Where the status of all services of the device is asked for. */
    public String checkOfDevice() {
        return root + "/" + device + "/cmd/health/check";
    }
}
