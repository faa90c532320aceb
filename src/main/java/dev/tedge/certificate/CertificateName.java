package dev.tedge.certificate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * The name of a subject or issuer, as people read it: values as they are, in quotes where they would be misread, with
 * OpenSSL's short names of attributes.
 *
 * @param levels in the order of the certificate; most have one attribute
 */
record CertificateName(List<List<NameAttribute>> levels) {

    /** Those that the JDK knows by number only, beside the ones of RFC 2253. */
    private static final Map<String, String> KEYWORDS = Map.of(
            "1.2.840.113549.1.9.1", "emailAddress",
            "2.5.4.4", "SN",
            "2.5.4.5", "serialNumber",
            "2.5.4.12", "title",
            "2.5.4.42", "GN",
            "2.5.4.46", "dnQualifier");

    CertificateName {
        levels = levels.stream().map(List::copyOf).toList();
    }

    static CertificateName of(X500Principal principal) {
        try {
            List<List<NameAttribute>> levels = new ArrayList<>();
            // RFC 2253 text turns the order round, and an LdapName counts from its end.
            for (Rdn level : new LdapName(principal.getName(X500Principal.RFC2253, KEYWORDS)).getRdns()) {
                levels.add(attributes(level));
            }
            return new CertificateName(levels);
        } catch (NamingException impossible) {
            throw new IllegalStateException("The JDK does not understand its own " + principal, impossible);
        }
    }

    /** The first common name. */
    Optional<String> common() {
        return levels.stream()
                .flatMap(List::stream)
                .filter(attribute -> attribute.type().equalsIgnoreCase("CN"))
                .map(NameAttribute::value)
                .findFirst();
    }

    /** Such as {@code CN=my-device, O="Thin, Edge"}. */
    @Override
    public String toString() {
        return levels.stream()
                .map(level -> level.stream().map(NameAttribute::toString).collect(Collectors.joining(" + ")))
                .collect(Collectors.joining(", "));
    }

    private static List<NameAttribute> attributes(Rdn level) throws NamingException {
        List<NameAttribute> found = new ArrayList<>();
        for (Attribute attribute : Collections.list(level.toAttributes().getAll())) {
            for (Object value : Collections.list(attribute.getAll())) {
                found.add(new NameAttribute(attribute.getID(), textOf(value)));
            }
        }
        found.sort(Comparator.comparing(NameAttribute::type));
        return found;
    }

    /** What is no text is shown in hexadecimal digits, as RFC 2253 has it. */
    private static String textOf(Object value) {
        return value instanceof byte[] der ? "#" + HexFormat.of().formatHex(der) : value.toString();
    }

    /**
     * One attribute.
     *
     * @param type short name, or number of those that have none
     * @param value its text
     */
    record NameAttribute(String type, String value) {

        private static final Pattern MISLEADING = Pattern.compile("(?s)[# ].*|.* |.*[,+<>;].*");

        @Override
        public String toString() {
            String quote = MISLEADING.matcher(value).matches() ? "\"" : "";
            StringBuilder text = new StringBuilder(type).append('=').append(quote);
            value.codePoints().forEach(character -> {
                if (Character.isISOControl(character)) {
                    // It could draw lines of its own on the terminal.
                    text.append("\\%02X".formatted(character));
                } else {
                    text.append(character == '\\' || character == '"' ? "\\" : "")
                            .appendCodePoint(character);
                }
            });
            return text.append(quote).toString();
        }
    }
}
