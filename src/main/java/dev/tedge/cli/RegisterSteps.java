package dev.tedge.cli;

import dev.tedge.config.ConfigException;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.config.TedgeToml;
import dev.tedge.gateway.AwsProxy;
import dev.tedge.link.session.HttpProxy;
import dev.tedge.policy.Scope;
import dev.tedge.registration.Certificate;
import dev.tedge.registration.Device;
import dev.tedge.registration.IotAccount;
import dev.tedge.registration.RegistrationException;
import dev.tedge.registration.Thing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** What {@code tedge aws register} does and prints, step by step; the first that fails is the last. */
final class RegisterSteps {

    private final Console console;
    private final TedgeConfig config;
    private final Device device;
    private final RoutePolicy policy;
    private final Progress progress;

    RegisterSteps(Console console, TedgeConfig config, Device device, RoutePolicy policy) {
        this.console = console;
        this.config = config;
        this.device = device;
        this.policy = policy;
        this.progress = new Progress(console.err());
    }

    /** Gives the exit code. */
    int run(Scope wanted, Path certificate) throws IOException, RegistrationException {
        Optional<String> known = wanted.region().isPresent() ? wanted.region() : IotAccount.usualRegion();
        String region =
                known.orElseThrow(() -> new IOException("No AWS region is known: give --region, or set AWS_REGION"));
        requireWritable();
        try (IotAccount account = IotAccount.in(region, proxy(IotAccount.host(region)))) {
            register(account, certificate);
            return 0;
        } catch (StepFailed told) {
            return TedgeCommand.FAILED;
        }
    }

    /** The way that the connection takes, too, as far as AWS's library can go it. */
    private Optional<URI> proxy(String host) throws IOException {
        Optional<HttpProxy> proxy = AwsProxy.of(config, host);
        if (proxy.flatMap(HttpProxy::tls).isPresent()) {
            throw unusable("that is asked over TLS");
        }
        if (proxy.flatMap(HttpProxy::credentials).isPresent()) {
            throw unusable("that wants a user name");
        }
        return proxy.map(its -> config.value(Settings.PROXY_ADDRESS));
    }

    private IOException unusable(String kind) {
        return new IOException(
                "AWS's library can't use a proxy %s, as %s: run the commands of --dry-run elsewhere, or name AWS in proxy.no_proxy"
                        .formatted(kind, config.value(Settings.PROXY_ADDRESS)));
    }

    /** The endpoint is stored last: that must not fail when everything is made. */
    private void requireWritable() throws IOException {
        try {
            settings().requireWritable();
        } catch (ConfigException denied) {
            throw new IOException(
                    "Nothing is done, as aws.url could not be set. Run the command with `sudo -E`, which keeps the"
                            + " credentials in the environment",
                    denied);
        }
    }

    private TedgeToml settings() {
        return TedgeToml.in(config.directory(), config.profile());
    }

    private void register(IotAccount account, Path file) throws StepFailed {
        step("Looking for AWS credentials", account::requireCredentials);
        Thing thing =
                step("Creating the thing '%s'".formatted(device.thingName()), () -> account.thing(device), Thing::note);
        String unused = step(
                "Creating the policy '%s'".formatted(device.policyName()), () -> policy(account, thing), note -> note);
        Certificate certificate =
                step("Registering the certificate " + file, () -> account.certificate(device), Certificate::note);
        step("Attaching the policy to the certificate", () -> account.attachPolicy(device, certificate));
        step("Attaching the thing to the certificate", () -> account.attachThing(device, certificate));
        String endpoint = step("Reading the endpoint of the account", account::endpoint, host -> host);
        step("Setting " + Settings.AWS_URL, () -> store(endpoint));
        console.err()
                .println("The device '%s' is registered in the account %s, region %s."
                        .formatted(device.thingName(), thing.account(), thing.region()));
        console.err().println("    => connect it with `tedge connect aws`");
    }

    private String policy(IotAccount account, Thing thing) throws Exception {
        Scope scope = new Scope(Optional.of(thing.region()), Optional.of(thing.account()));
        return account.policy(device, policy.document(scope), document -> policy.findings(document, scope));
    }

    private void store(String endpoint) {
        if (!config.text(Settings.AWS_URL).equals(Optional.of(endpoint))) {
            settings().set(Settings.AWS_URL, endpoint);
        }
    }

    private void step(String title, Action.Step work) throws StepFailed {
        if (!progress.done(title, work)) {
            throw new StepFailed();
        }
    }

    /** A step, and below it how it went, beyond that it went well. */
    private <T> T step(String title, Callable<T> work, Function<T, String> note) throws StepFailed {
        List<T> result = new ArrayList<>();
        step(title, () -> result.add(work.call()));
        console.err().println("    => " + note.apply(result.get(0)));
        return result.get(0);
    }

    /** It has been told already. */
    private static final class StepFailed extends Exception {

        private static final long serialVersionUID = 1L;
    }
}
