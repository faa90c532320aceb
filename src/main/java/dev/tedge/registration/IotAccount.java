package dev.tedge.registration;

import dev.tedge.policy.PolicyCheck;
import dev.tedge.policy.PolicyDocument;
import dev.tedge.policy.PolicySyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
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
 * <p>Credentials come from where all of AWS's programs look for them. What AWS throttles is tried again a few times.
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

    /** An account in a region; nothing is asked yet. {@link #close} by the caller. */
    public static IotAccount in(String region) {
        AwsCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        IotClient client = IotClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(options -> options.retryStrategy(RetryMode.STANDARD))
                .build();
        return new IotAccount(client, credentials, region);
    }

    /** The region that the environment or the profile file of AWS names; empty when none does. */
    public static Optional<String> usualRegion() {
        try {
            return Optional.of(
                    DefaultAwsRegionProviderChain.builder().build().getRegion().id());
        } catch (SdkException none) {
            return Optional.empty();
        }
    }

    /** Looks for credentials, without showing them to AWS. */
    public void requireCredentials() throws RegistrationException {
        try {
            credentials.resolveCredentials();
        } catch (SdkException none) {
            throw new RegistrationException(Refusals.NO_CREDENTIALS, none);
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
            throw new RegistrationException(
                    "There is no thing type '%s'; make it with `aws iot create-thing-type --thing-type-name %s`"
                            .formatted(
                                    device.thingType().orElse(""),
                                    device.thingType().orElse("")),
                    noType);
        }
    }

    /** It has other properties than it would have been made with; attributes are no concern of ours. */
    private Thing existingThing(Device device) throws RegistrationException {
        DescribeThingResponse thing =
                ask("DescribeThing", api -> api.describeThing(request -> request.thingName(device.thingName())));
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
            String present = ask("GetPolicy", api -> api.getPolicy(request -> request.policyName(device.policyName())))
                    .policyDocument();
            return existingPolicy(device.policyName(), document, present, judge);
        }
    }

    private static String existingPolicy(
            String name, String wanted, String present, Function<PolicyDocument, List<PolicyCheck.Finding>> judge)
            throws RegistrationException {
        try {
            PolicyDocument document = PolicyDocument.parse(present);
            if (document.isSameAs(PolicyDocument.parse(wanted))) {
                return "existed already";
            }
            List<PolicyCheck.Finding> findings = judge.apply(document);
            if (findings.isEmpty()) {
                return "existed already with another document, which allows all that the routes do";
            }
            PolicyCheck.Finding first = findings.get(0);
            throw new RegistrationException(
                    "The policy '%s' exists with another document, which would break %d things, first route '%s' (%s on '%s')."
                                    .formatted(
                                            name,
                                            findings.size(),
                                            first.need().route(),
                                            first.need().action().text(),
                                            first.need().resource())
                            + Refusals.changePolicy(name));
        } catch (PolicySyntaxException unreadable) {
            throw new RegistrationException(
                    "The policy '%s' exists with another document: %s.%s"
                            .formatted(name, unreadable.getMessage(), Refusals.changePolicy(name)),
                    unreadable);
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
            throw new RegistrationException(
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
        List<String> others = ask(
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
        ask(
                "AttachPolicy",
                api -> api.attachPolicy(
                        request -> request.policyName(device.policyName()).target(certificate.arn())));
    }

    /** Lets the certificate speak for the thing. No error when it does already. */
    public void attachThing(Device device, Certificate certificate) throws RegistrationException {
        ask(
                "AttachThingPrincipal",
                api -> api.attachThingPrincipal(
                        request -> request.thingName(device.thingName()).principal(certificate.arn())));
    }

    /** The host that devices of the account connect to. */
    public String endpoint() throws RegistrationException {
        return ask("DescribeEndpoint", api -> api.describeEndpoint(request -> request.endpointType("iot:Data-ATS")))
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

    @Override
    public void close() {
        client.close();
    }
}
