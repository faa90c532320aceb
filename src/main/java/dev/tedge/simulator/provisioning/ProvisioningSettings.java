package dev.tedge.simulator.provisioning;

import dev.tedge.simulator.policy.PolicyDocument;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What devices are provisioned with.
 *
 * @param templates of fleet provisioning, by name
 * @param policies to which templates may refer, by name
 * @param authorities whose devices are registered when they first connect
 * @param delay from a device's first connection to its registration
 */
public record ProvisioningSettings(
        Map<String, ProvisioningTemplate> templates,
        Map<String, PolicyDocument> policies,
        List<Authority> authorities,
        Duration delay) {

    /**
     * A registered CA.
     *
     * @param template what becomes of its devices; without one their certificates wait for activation
     */
    public record Authority(X509Certificate certificate, Optional<ProvisioningTemplate> template) {}

    public ProvisioningSettings {
        templates = Map.copyOf(templates);
        policies = Map.copyOf(policies);
        authorities = List.copyOf(authorities);
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay must not be negative, but is " + delay);
        }
    }
}
