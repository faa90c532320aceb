package dev.tedge.registration;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes the signature of a request once more, by the description of Signature Version 4 in the IAM user guide. */
final class SignatureCheck {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})");

    private final String accessKey;
    private final String secretKey;
    private final String region;

    SignatureCheck(String accessKey, String secretKey, String region) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.region = region;
    }

    /** Why the request is not taken; empty when it is. */
    Optional<String> problem(HttpExchange request, byte[] body) {
        Matcher given = AUTHORIZATION.matcher(header(request, "Authorization"));
        if (!given.matches()) {
            return Optional.of("No signature");
        }
        if (!given.group(1).equals(accessKey)) {
            return Optional.of("The access key is not known");
        }
        if (!given.group(3).equals(region) || !given.group(4).equals("iot")) {
            return Optional.of("Credential should be scoped to " + region + "/iot");
        }
        String signed = given.group(5);
        if (!List.of(signed.split(";", -1)).containsAll(List.of("host", "x-amz-date"))) {
            return Optional.of("host and date must be signed");
        }
        String time = header(request, "X-Amz-Date");
        String scope = "%s/%s/iot/aws4_request".formatted(given.group(2), region);
        String text = String.join(
                "\n", "AWS4-HMAC-SHA256", time, scope, hex(sha256(bytes(canonical(request, signed, body)))));
        byte[] key = bytes("AWS4" + secretKey);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return hex(hmac(key, text)).equals(given.group(6))
                ? Optional.empty()
                : Optional.of("The signature does not match");
    }

    private static String canonical(HttpExchange request, String signed, byte[] body) {
        String headers = Arrays.stream(signed.split(";", -1))
                .map(name -> name + ":" + header(request, name).strip() + "\n")
                .collect(Collectors.joining());
        // The path as it is sent, encoded a second time.
        String path = request.getRequestURI().getRawPath().replace("%", "%25");
        String query =
                Optional.ofNullable(request.getRequestURI().getRawQuery()).orElse("");
        String sorted = Arrays.stream(query.split("&", -1)).sorted().collect(Collectors.joining("&"));
        return String.join("\n", request.getRequestMethod(), path, sorted, headers, signed, hex(sha256(body)));
    }

    private static String header(HttpExchange request, String name) {
        return Optional.ofNullable(request.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
