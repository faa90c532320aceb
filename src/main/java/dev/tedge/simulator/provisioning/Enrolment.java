package dev.tedge.simulator.provisioning;

import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.registry.RegisteredCertificate;
import dev.tedge.simulator.registry.Registry;
import dev.tedge.simulator.registry.Thing;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Enters into the registry what a template makes of a device. All or nothing. */
final class Enrolment implements ProvisioningTemplate.Account {

    private final Registry registry;
    private final Map<String, PolicyDocument> policies;

    Enrolment(Registry registry, Map<String, PolicyDocument> policies) {
        this.registry = registry;
        this.policies = policies;
    }

    ProvisioningTemplate.Outcome enrol(
            X509Certificate certificate, ProvisioningTemplate template, Map<String, String> parameters)
            throws ProvisioningRejection {
        Map<String, String> all = new HashMap<>(parameters);
        all.put(ProvisioningTemplate.CERTIFICATE_ID, RegisteredCertificate.id(certificate));
        ProvisioningTemplate.Outcome outcome = template.apply(all, this);
        outcome.thing().ifPresent(registry::put);
        registry.register(new RegisteredCertificate(
                certificate, outcome.status(), outcome.thing().map(Thing::name), Optional.of(outcome.policies())));
        return outcome;
    }

    @Override
    public Optional<PolicyDocument> policy(String name) {
        return Optional.ofNullable(policies.get(name));
    }

    @Override
    public Optional<Thing> thing(String name) {
        return registry.thing(name);
    }
}
