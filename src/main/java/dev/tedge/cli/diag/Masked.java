package dev.tedge.cli.diag;

import java.util.regex.Pattern;

/** Text without what nobody else should see: private keys, and what stands behind words such as password. */
final class Masked {

    private static final String HIDDEN = "******";

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?(-----END \\1-----|\\z)", Pattern.DOTALL);

    private static final Pattern NAMED = Pattern.compile(
            "((?i:password|passwd|passphrase|secret|token|credential|authorization|[._-]pin|\\bpin)[\\w.-]*[\"']?"
                    + "[ \\t]*(?:[=: \\t]|\\bis\\b)[ \\t]*)\\S.*");

    private static final Pattern IN_ADDRESS = Pattern.compile("(//[^/@:\\s]*:)[^/@\\s]+@");

    private Masked() {}

    static String text(String text) {
        String withoutKeys = KEY.matcher(text).replaceAll("-----$1 removed-----");
        String withoutNamed = NAMED.matcher(withoutKeys).replaceAll("$1" + HIDDEN);
        return IN_ADDRESS.matcher(withoutNamed).replaceAll("$1" + HIDDEN + "@");
    }
}
