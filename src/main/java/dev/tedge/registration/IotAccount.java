package dev.tedge.registration;

import dev.tedge.policy.PolicyCheck;
import dev.tedge.policy.PolicyDocument;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.iot.model.DescribeThingResponse;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;

/**
 * AWS IoT Core's registry of one account and region. Each method is one step of a registration; done again, it finds what is
 * there and leaves it. What is there and is another is an error: nothing of somebody else's is changed.
 *
 * <p>Credentials come from the environment, a profile with keys or a program, the container or the instance. What AWS throttles is tried again a few times.
 */
public final class IotAccount implements AutoCloseable {

    private final IotClient client;
    private final AwsCredentialsProvider credentials;
    private final Refusals refusals;

    IotAccount(IotClient client, AwsCredentialsProvider credentials, String region) {
        this.client = client;
        this.credentials = credentials;
        this.refusals = new Refusals(region);
    }

    /**
     * An account in a region; nothing is asked yet. {@link #close} by the caller.
     *
     * @param proxy on the way to AWS, {@code http://host:port}; nothing else, such as a variable, names one
     */
    public static IotAccount in(String region, Optional<URI> proxy) {
        AwsCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        IotClient client = IotClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.builder()
                        .proxyConfiguration(through(proxy))
                        .build())
                .overrideConfiguration(options -> options.retryStrategy(RetryMode.STANDARD))
                .build();
        return new IotAccount(client, credentials, region);
    }

    static ProxyConfiguration through(Optional<URI> proxy) {
        ProxyConfiguration.Builder configuration =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariablesValues(false);
        proxy.ifPresent(configuration::endpoint);
        return configuration.build();
    }

    /** The host that is asked in a region. */
    public static String host(String region) {
        return "iot.%s.amazonaws.com%s".formatted(region, region.startsWith("cn-") ? ".cn" : "");
    }

    /** The region that the environment or the profile file of AWS names; empty when none does. */
    public static Optional<String> usualRegion() throws RegistrationException {
        try {
            return Optional.of(
                    DefaultAwsRegionProviderChain.builder().build().getRegion().id());
        } catch (SdkException none) {
            AwsFiles.requireReadable();
            return Optional.empty();
        }
    }

    /** Looks for credentials, without showing them to AWS. */
    public void requireCredentials() throws RegistrationException {
        try {
            credentials.resolveCredentials();
        } catch (SdkException none) {
            AwsFiles.requireReadable();
            throw Refusals.told(Refusals.NO_CREDENTIALS, none);
        }
    }

    /** Makes the thing, or finds it. */
    public Thing thing(Device device) throws RegistrationException {
        try {
            String arn = ask(
                            "CreateThing",
                            api -> api.createThing(request -> request.thingName(device.thingName())
                                    .thingTypeName(device.thingType().orElse(null))))
                    .thingArn();
            return new Thing(arn, "there now");
        } catch (ResourceAlreadyExistsException other) {
            return existingThing(device);
        } catch (ResourceNotFoundException noType) {
            throw Refusals.told(
                    "There is no thing type '%s'; make it with `aws iot create-thing-type --thing-type-name %s`"
                            .formatted(
                                    device.thingType().orElse(""),
                                    device.thingType().orElse("")),
                    noType);
        }
    }

    /** It has other properties than it would have been made with; attributes are no concern of ours. */
    private Thing existingThing(Device device) throws RegistrationException {
        DescribeThingResponse thing = askForKnown(
                "DescribeThing", api -> api.describeThing(request -> request.thingName(device.thingName())));
        Optional<String> type = Optional.ofNullable(thing.thingTypeName());
        if (device.thingType().isPresent() && !device.thingType().equals(type)) {
            throw new RegistrationException(
                    "The thing '%s' exists with %s, not with the thing type '%s': leave out --thing-type, or give the one it has"
                            .formatted(
                                    device.thingName(),
                                    type.map(name -> "the thing type '" + name + "'")
                                            .orElse("no thing type"),
                                    device.thingType().get()));
        }
        return new Thing(thing.thingArn(), "existed already");
    }

    /**
     * Makes the policy, or finds it: with the same document, or with another that allows all that is needed.
     *
     * @param document what it shall allow
     * @param judge says what another document would break, a line each
     * @return how it came to be there
     */
    public String policy(Device device, String document, Function<PolicyDocument, List<PolicyCheck.Finding>> judge)
            throws RegistrationException {
        try {
            ask(
                    "CreatePolicy",
                    api -> api.createPolicy(
                            request -> request.policyName(device.policyName()).policyDocument(document)));
            return "made";
        } catch (ResourceAlreadyExistsException exists) {
            String present = askForKnown(
                            "GetPolicy", api -> api.getPolicy(request -> request.policyName(device.policyName())))
                    .policyDocument();
            return PolicyInUse.judged(device.policyName(), document, present, judge);
        }
    }

    /** Registers the certificate without its authority and makes it active, or finds it so. */
    public Certificate certificate(Device device) throws RegistrationException {
        try {
            return new Certificate(
                    ask(
                                    "RegisterCertificateWithoutCA",
                                    api -> api.registerCertificateWithoutCA(
                                            request -> request.certificatePem(device.certificate())
                                                    .status(CertificateStatus.ACTIVE)))
                            .certificateArn(),
                    "made");
        } catch (ResourceAlreadyExistsException exists) {
            return existingCertificate(device, String.valueOf(exists.resourceId()));
        }
    }

    private Certificate existingCertificate(Device device, String id) throws RegistrationException {
        DescribeCertificateResponse found;
        try {
            found = ask("DescribeCertificate", api -> api.describeCertificate(request -> request.certificateId(id)));
        } catch (ResourceNotFoundException elsewhere) {
            throw Refusals.told(
                    "The certificate is registered, but not in this account and region: delete it there, or make another"
                            + " one with `tedge cert remove` and `tedge cert create`",
                    elsewhere);
        }
        String status = found.certificateDescription().statusAsString();
        if (!status.equals(CertificateStatus.ACTIVE.toString())) {
            throw new RegistrationException(
                    "The certificate is registered, but %s. If that is not on purpose, activate it with `aws iot update-certificate --certificate-id %s --new-status ACTIVE`"
                            .formatted(status, id));
        }
        String arn = found.certificateDescription().certificateArn();
        List<String> others = askForKnown(
                        "ListPrincipalThings", api -> api.listPrincipalThings(request -> request.principal(arn)))
                .things()
                .stream()
                .filter(name -> !name.equals(device.thingName()))
                .toList();
        if (!others.isEmpty()) {
            throw new RegistrationException(
                    "The certificate is attached to the thing '%s': detach it with `aws iot detach-thing-principal --thing-name %s --principal %s`, or make another one"
                            .formatted(others.get(0), others.get(0), arn));
        }
        return new Certificate(arn, "existed already");
    }

    /** Lets the certificate do what the policy allows. No error when it may already. */
    public void attachPolicy(Device device, Certificate certificate) throws RegistrationException {
        askForKnown(
                "AttachPolicy",
                api -> api.attachPolicy(
                        request -> request.policyName(device.policyName()).target(certificate.arn())));
    }

    /** Lets the certificate speak for the thing. No error when it does already. */
    public void attachThing(Device device, Certificate certificate) throws RegistrationException {
        askForKnown(
                "AttachThingPrincipal",
                api -> api.attachThingPrincipal(
                        request -> request.thingName(device.thingName()).principal(certificate.arn())));
    }

    /** The host that devices of the account connect to. */
    public String endpoint() throws RegistrationException {
        return askForKnown(
                        "DescribeEndpoint",
                        api -> api.describeEndpoint(request -> request.endpointType("iot:Data-ATS")))
                .endpointAddress();
    }

    /** What exists and what does not is for the step to decide; everything else is put into words. */
    private <T> T ask(String operation, Function<IotClient, T> request) throws RegistrationException {
        try {
            return request.apply(client);
        } catch (ResourceAlreadyExistsException | ResourceNotFoundException answer) {
            throw answer;
        } catch (SdkException failure) {
            throw refusals.inWords(operation, failure);
        }
    }

    /** The same, for what was there a moment ago. */
    private <T> T askForKnown(String operation, Function<IotClient, T> request) throws RegistrationException {
        try {
            return ask(operation, request);
        } catch (ResourceNotFoundException gone) {
            throw refusals.inWords(operation, gone);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
