package dev.tedge.cli.diag;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text without what nobody else should see: private keys, and what stands behind words such as password. */
final class Masked {

    private static final String HIDDEN = "******";

    /** What makes the name of a secret. */
    private static final String WORD = "(?i:password|passwd|passphrase|secret|token|credential|authorization|psk|sasl"
            + "|api[_-]?key|access[_-]?key|[._-]pin|\\bpin)";

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?(-----END \\1-----|\\z)", Pattern.DOTALL);

    private static final Pattern NAMED =
            Pattern.compile("(" + WORD + "[\\w.-]*[\"']?[ \\t]*(?:[=: \\t]|\\bis\\b)[ \\t]*)\\S.*");

    /** The header of HTTP, wherever it stands; Basic Ingest is a service of AWS. */
    private static final Pattern SCHEME = Pattern.compile("\\b((?i:Basic|Bearer)[ \\t]+)(?!Ingest\\b)[^\\s\"']+");

    /** A string of several lines in TOML. */
    private static final Pattern MULTILINE =
            Pattern.compile("(" + WORD + "[\\w.-]*[\"']?[ \\t]*=[ \\t]*)(\"\"\"|''').*?(\\2|\\z)", Pattern.DOTALL);

    /** A member in YAML, whose value may go on in the lines below that are indented more. */
    private static final Pattern MEMBER =
            Pattern.compile("^([ \\t]*(?:-[ \\t]+)*)[\"']?[\\w.-]*" + WORD + "[\\w.-]*[\"']?[ \\t]*:.*");

    /** A member in YAML that names a secret, whose value is one of the members beside it. */
    private static final Pattern NAMING =
            Pattern.compile("^([ \\t]*(?:-[ \\t]+)*)[\"']?name[\"']?[ \\t]*:.*" + WORD + ".*");

    private static final Pattern VALUE =
            Pattern.compile("^([ \\t]*(?:-[ \\t]+)*[\"']?[\\w.-]+[\"']?[ \\t]*:[ \\t]*)\\S.*");

    /** Up to the last @ before the host: a user and a password may have one, too. */
    private static final Pattern IN_ADDRESS = Pattern.compile("(//[^/:\\s]*:)[^/\\s]*@");

    private Masked() {}

    static String text(String text) {
        String masked = KEY.matcher(text).replaceAll("-----$1 removed-----");
        masked = MULTILINE.matcher(masked).replaceAll("$1" + HIDDEN);
        masked = belowNames(masked);
        masked = NAMED.matcher(masked).replaceAll("$1" + HIDDEN);
        masked = SCHEME.matcher(masked).replaceAll("$1" + HIDDEN);
        return IN_ADDRESS.matcher(masked).replaceAll("$1" + HIDDEN + "@");
    }

    private static String belowNames(String text) {
        List<String> lines = new ArrayList<>();
        int member = Integer.MAX_VALUE;
        int naming = Integer.MAX_VALUE;
        for (String line : text.split("\n", -1)) {
            int indent = line.length() - line.stripLeading().length();
            boolean blank = line.isBlank();
            if (!blank && indent > member) {
                lines.add(line.substring(0, indent) + HIDDEN);
                continue;
            }
            member = blank ? member : indentOf(MEMBER.matcher(line));
            naming = blank || indent >= naming ? naming : Integer.MAX_VALUE;
            lines.add(naming == Integer.MAX_VALUE ? line : VALUE.matcher(line).replaceAll("$1" + HIDDEN));
            naming = Math.min(naming, indentOf(NAMING.matcher(line)));
        }
        return String.join("\n", lines);
    }

    private static int indentOf(Matcher matcher) {
        return matcher.matches() ? matcher.end(1) : Integer.MAX_VALUE;
    }
}
