package dev.tedge.simulator.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.service.CloudService;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The certificates and things of an account. Unlike other services it may be used from any thread.
 *
 * <p>It saves what was registered or changed after its start, not what it was given with it: that is given again with
 * the next start. A certificate given at the start that was deregistered stays so, though it is given again, until it
 * is registered anew.
 */
public final class Registry implements CloudService {

    private final Map<String, RegisteredCertificate> certificates = new ConcurrentHashMap<>();
    private final Map<String, Thing> things = new ConcurrentHashMap<>();

    /** Ids and names of what was given at the start and has not changed since. */
    private final Set<String> given = ConcurrentHashMap.newKeySet();

    /** Ids of certificates given at a start. */
    private final Set<String> initial;

    /** Those of them that were deregistered. */
    private final Set<String> removed = ConcurrentHashMap.newKeySet();

    private final AtomicLong version = new AtomicLong();

    private volatile Runnable changes = () -> {};

    /**
     * @param certificates registered from the start
     * @param things with type or attributes; those to which a certificate is attached need not be among them
     */
    public Registry(Collection<RegisteredCertificate> certificates, Collection<Thing> things) {
        things.forEach(this::put);
        certificates.forEach(this::register);
        initial = Set.copyOf(this.certificates.keySet());
        given.addAll(initial);
        this.things.keySet().forEach(name -> given.add(thingKey(name)));
    }

    /** Registers a certificate, in the place of an earlier record of it, and its thing if nobody knows that yet. */
    public void register(RegisteredCertificate certificate) {
        certificate.thing().filter(name -> !things.containsKey(name)).ifPresent(name -> put(Thing.named(name)));
        String id = certificate.id();
        certificates.put(id, certificate);
        given.remove(id);
        removed.remove(id);
        changed();
    }

    /** Forgets a certificate, if it was known. Its thing stays. */
    public void deregister(X509Certificate certificate) {
        String id = RegisteredCertificate.id(certificate);
        certificates.remove(id);
        if (initial.contains(id)) {
            removed.add(id);
        }
        changed();
    }

    /** A registered certificate, active or not. */
    public Optional<RegisteredCertificate> find(X509Certificate certificate) {
        return find(RegisteredCertificate.id(certificate));
    }

    /** A registered certificate by its {@linkplain RegisteredCertificate#id() id}, active or not. */
    public Optional<RegisteredCertificate> find(String certificateId) {
        return Optional.ofNullable(certificates.get(certificateId));
    }

    /** Adds a thing, in the place of another of this name. */
    public void put(Thing thing) {
        things.put(thing.name(), thing);
        given.remove(thingKey(thing.name()));
        changed();
    }

    /** A thing by its name. */
    public Optional<Thing> thing(String name) {
        return Optional.ofNullable(things.get(name));
    }

    /** All things, by name. */
    public List<Thing> things() {
        return things.values().stream()
                .sorted(Comparator.comparing(Thing::name))
                .toList();
    }

    /** All certificates, by id. */
    public List<RegisteredCertificate> certificates() {
        return certificates.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Has somebody told of each change from now on, in the place of who was told before, on the thread that makes it. */
    public void onChange(Runnable listener) {
        changes = listener;
    }

    private void changed() {
        version.incrementAndGet();
        changes.run();
    }

    @Override
    public long version() {
        return version.get();
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public void save(ObjectNode state) {
        RegistryState.write(
                state,
                things().stream()
                        .filter(thing -> !given.contains(thingKey(thing.name())))
                        .toList(),
                certificates.entrySet().stream()
                        .filter(known -> !given.contains(known.getKey()))
                        .sorted(Map.Entry.comparingByKey())
                        .map(Map.Entry::getValue)
                        .toList());
        RegistryState.writeRemoved(state, removed.stream().sorted().toList());
    }

    @Override
    public void restore(ObjectNode state) {
        List<Thing> savedThings = RegistryState.things(state);
        List<RegisteredCertificate> savedCertificates = RegistryState.certificates(state);
        List<String> savedRemovals = RegistryState.removed(state);
        savedThings.forEach(this::put);
        savedCertificates.forEach(this::register);
        certificates.keySet().removeAll(savedRemovals);
        removed.addAll(savedRemovals);
    }

    /** No certificate id has a slash. */
    private static String thingKey(String name) {
        return "thing/" + name;
    }
}
