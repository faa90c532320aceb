package dev.tedge.cli;

import dev.tedge.policy.Scope;
import dev.tedge.registration.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The registration as commands of a shell, for AWS's own program. */
final class AwsCommandLines {

    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_./:=@%+,-]+");

    private final Device device;
    private final Scope scope;
    private final Path certificate;
    private final List<String> configSet;

    /** @param configSet the words that set {@code aws.url}, but for its value */
    AwsCommandLines(Device device, Scope scope, Path certificate, List<String> configSet) {
        this.device = device;
        this.scope = scope;
        this.certificate = certificate;
        this.configSet = List.copyOf(configSet);
    }

    /** @param policy the document */
    List<String> lines(String policy) {
        List<String> thing = new ArrayList<>(List.of("create-thing", "--thing-name", device.thingName()));
        device.thingType().ifPresent(type -> thing.addAll(List.of("--thing-type-name", type)));
        return List.of(
                aws(thing),
                aws(List.of("create-policy", "--policy-name", device.policyName(), "--policy-document", policy)),
                "certificate=$(%s)"
                        .formatted(aws(List.of(
                                        "register-certificate-without-ca",
                                        "--status",
                                        "ACTIVE",
                                        "--query",
                                        "certificateArn",
                                        "--output",
                                        "text",
                                        "--certificate-pem"))
                                // The first one only: AWS registers one, not its chain.
                                + " \"$(openssl x509 -in %s)\"".formatted(quoted(certificate.toString()))),
                aws(List.of("attach-policy", "--policy-name", device.policyName(), "--target")) + " \"$certificate\"",
                aws(List.of("attach-thing-principal", "--thing-name", device.thingName(), "--principal"))
                        + " \"$certificate\"",
                "%s \"$(%s)\""
                        .formatted(
                                words(configSet),
                                aws(List.of(
                                        "describe-endpoint",
                                        "--endpoint-type",
                                        "iot:Data-ATS",
                                        "--query",
                                        "endpointAddress",
                                        "--output",
                                        "text"))));
    }

    private String aws(List<String> words) {
        String region = scope.region().map(name -> "--region " + name + " ").orElse("");
        return "aws iot %s%s".formatted(region, words(words));
    }

    private static String words(List<String> words) {
        return words.stream().map(AwsCommandLines::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
