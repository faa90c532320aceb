package dev.tedge.policy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where policies hold.
 *
 * @param region such as {@code eu-central-1}; empty when it is not known
 * @param account 12 digits; empty when it is not known
 */
public record Scope(Optional<String> region, Optional<String> account) {

    private static final Pattern ENDPOINT =
            Pattern.compile("[a-z0-9]+(?:-ats)?\\.iot\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?");

    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]+");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /** @throws IllegalArgumentException when one of them can't be; the message is the reason */
    public Scope {
        region.filter(text -> !REGION.matcher(text).matches()).ifPresent(text -> {
            throw new IllegalArgumentException(
                    "'%s' is not an AWS region: give one such as eu-central-1".formatted(text));
        });
        account.filter(text -> !ACCOUNT.matcher(text).matches()).ifPresent(text -> {
            throw new IllegalArgumentException(
                    "'%s' is not the id of an AWS account: give its 12 digits".formatted(text));
        });
    }

    /** The region that a data endpoint of AWS is in; empty for every other host. */
    public static Optional<String> regionOf(String host) {
        Matcher endpoint = ENDPOINT.matcher(host);
        return endpoint.matches() ? Optional.of(endpoint.group(1)) : Optional.empty();
    }

    /** The resource, with {@code *} for what is not known. */
    String arn(String resource) {
        return "arn:%s:iot:%s:%s:%s".formatted(partition(), region.orElse("*"), account.orElse("*"), resource);
    }

    /** The part of AWS that the region belongs to (AWS General Reference, "ARN format"). */
    private String partition() {
        if (region.isEmpty()) {
            return "aws";
        }
        String name = region.get();
        if (name.startsWith("cn-")) {
            return "aws-cn";
        }
        return name.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }
}
