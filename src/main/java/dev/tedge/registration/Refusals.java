package dev.tedge.registration;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;

/** Puts what AWS refuses into words, with what to do about it. */
final class Refusals {

    static final String NO_CREDENTIALS = "No AWS credentials found. Looked at: the environment (AWS_ACCESS_KEY_ID,"
            + " AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN), the files ~/.aws/credentials and ~/.aws/config (profile"
            + " AWS_PROFILE, with keys or credential_process), the role of the container, the role of the instance."
            + " For SSO, web identities and roles to assume run `eval \"$(aws configure export-credentials --format env)\"`"
            + " first; or use --dry-run and run the commands elsewhere";

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private static final Pattern ACTION = Pattern.compile("not authorized to perform: (iot:[A-Za-z]+)");

    private static final Set<String> UNKNOWN_KEY = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch");
    private static final Set<String> EXPIRED = Set.of("ExpiredTokenException", "ExpiredToken");
    private static final Set<String> DENIED = Set.of("AccessDeniedException", "UnauthorizedException", "AccessDenied");

    private final String region;

    Refusals(String region) {
        this.region = region;
    }

    /** @param operation as AWS calls it */
    RegistrationException inWords(String operation, SdkException failure) {
        String words = failure instanceof AwsServiceException answer
                ? answer(operation, answer)
                : noAnswer(operation, failure);
        return told(words, failure);
    }

    /** A failure in our words; those of AWS's library, which are many, are for --debug. */
    static RegistrationException told(String words, SdkException failure) {
        LOG.debug(words, failure);
        return new RegistrationException(words);
    }

    /** How a policy that exists is changed, which is not done unasked. */
    static String changePolicy(String name) {
        return " Name another one with --policy-name, or change it with `tedge aws policy --min > policy.json` and"
                + " `aws iot create-policy-version --policy-name %s --policy-document file://policy.json --set-as-default`"
                        .formatted(name);
    }

    private static String answer(String operation, AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        if (details == null || details.errorCode() == null) {
            return "The answer to iot:%s has the status %d and no reason, so it may not be AWS's: try again later, and look at"
                            .formatted(operation, failure.statusCode())
                    + " the proxy if there is one";
        }
        String code = details.errorCode();
        String message = Objects.requireNonNullElse(details.errorMessage(), "no reason");
        if (failure.isThrottlingException()) {
            return "AWS throttles iot:%s (%s): wait a minute and run the command again; it goes on where it stopped"
                    .formatted(operation, code);
        }
        if (failure.isClockSkewException()
                || message.contains("Signature expired")
                || message.contains("not yet current")) {
            return "AWS does not take the time of this device: set its clock, for example with `timedatectl set-ntp true`"
                    + " (" + message + ")";
        }
        if (EXPIRED.contains(code)) {
            return "The AWS credentials have expired: get new ones and run the command again";
        }
        if (DENIED.contains(code)) {
            return "The AWS credentials do not allow %s: have an administrator allow this action (%s)"
                    .formatted(action(message).orElse("iot:" + operation), message);
        }
        if (UNKNOWN_KEY.contains(code)) {
            return "AWS does not know the access key, or the secret is not the one that belongs to it (%s: %s)"
                    .formatted(code, message);
        }
        if (failure instanceof ResourceNotFoundException) {
            return "AWS does not find what iot:%s needs, so somebody removed it just now: run the command again (%s)"
                    .formatted(operation, message);
        }
        return "AWS refused iot:%s: %s (%s)".formatted(operation, message, code);
    }

    private static Optional<String> action(String message) {
        Matcher action = ACTION.matcher(message);
        return action.find() ? Optional.of(action.group(1)) : Optional.empty();
    }

    private String noAnswer(String operation, SdkException failure) {
        if (String.valueOf(failure.getMessage()).startsWith("Unable to load credentials")) {
            return NO_CREDENTIALS;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = network(cause);
            if (words != null) {
                return words;
            }
        }
        if (String.valueOf(failure.getMessage()).startsWith("Unable to unmarshall response")) {
            return "The answer to iot:%s is not AWS's: does a proxy or a portal of the network stand in between?"
                    .formatted(operation);
        }
        return "AWS can't be asked: " + failure.getMessage();
    }

    private @Nullable String network(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "The host %s can't be found: is '%s' a region of AWS, and does this device have a network?"
                    .formatted(
                            String.valueOf(cause.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                            region);
        }
        if (cause instanceof IOException && String.valueOf(cause.getMessage()).startsWith("Unable to tunnel")) {
            return "The proxy does not open a tunnel to AWS: %s. Look at the settings proxy.*"
                    .formatted(cause.getMessage());
        }
        if (cause instanceof ConnectException || cause instanceof SocketTimeoutException) {
            return "AWS in the region '%s' can't be reached: %s".formatted(region, cause.getMessage());
        }
        return null;
    }
}
