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
 * the next start.
 */
public final class Registry implements CloudService {

    private final Map<String, RegisteredCertificate> certificates = new ConcurrentHashMap<>();
    private final Map<String, Thing> things = new ConcurrentHashMap<>();

    /** Ids and names of what was given at the start and has not changed since. */
    private final Set<String> given = ConcurrentHashMap.newKeySet();

    private final AtomicLong version = new AtomicLong();

    private volatile Runnable changes = () -> {};

    /**
     * @param certificates registered from the start
     * @param things with type or attributes; those to which a certificate is attached need not be among them
     */
    public Registry(Collection<RegisteredCertificate> certificates, Collection<Thing> things) {
        things.forEach(this::put);
        certificates.forEach(this::register);
        given.addAll(this.certificates.keySet());
        this.things.keySet().forEach(name -> given.add(thingKey(name)));
    }

    /** Registers a certificate, in the place of an earlier record of it, and its thing if nobody knows that yet. */
    public void register(RegisteredCertificate certificate) {
        certificate.thing().filter(name -> !things.containsKey(name)).ifPresent(name -> put(Thing.named(name)));
        certificates.put(certificate.id(), certificate);
        given.remove(certificate.id());
        changed();
    }

    /** Forgets a certificate, if it was known. Its thing stays. */
    public void deregister(X509Certificate certificate) {
        certificates.remove(RegisteredCertificate.id(certificate));
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
        return certificates.values().stream()
                .sorted(Comparator.comparing(RegisteredCertificate::id))
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

    /** Another number after each change. */
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
                certificates().stream()
                        .filter(certificate -> !given.contains(certificate.id()))
                        .toList());
    }

    @Override
    public void restore(ObjectNode state) {
        List<Thing> savedThings = RegistryState.things(state);
        List<RegisteredCertificate> savedCertificates = RegistryState.certificates(state);
        savedThings.forEach(this::put);
        savedCertificates.forEach(this::register);
    }

    /** No certificate id has a slash. */
    private static String thingKey(String name) {
        return "thing/" + name;
    }
}
