package dev.tedge.simulator.policy;

import dev.tedge.simulator.service.CertificateId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The policy variables of a device certificate.
 *
 * <p>A value with a wildcard in it or with more than 1024 characters counts as missing; of several values the first
 * five count, and the one without an index is the first; separators in a name are prefixed with a backslash; the serial
 * number is decimal. Source: AWS IoT Developer Guide, "X.509 certificate AWS IoT Core policy variables" and "Using X.509
 * certificate policy variables".
 */
final class CertificateVariables {

    private static final String PREFIX = "iot:Certificate.";
    private static final String ID = "iot:CertificateId";
    private static final String SERIAL_NUMBER = PREFIX + "SerialNumber";
    private static final String AVAILABLE_KEYS = PREFIX + "AvailableKeys";
    private static final int MAX_VALUES = 5;
    private static final int MAX_CHARACTERS = 1024;

    /** Object identifiers of X.520 to the words of AWS. */
    private static final Map<String, String> NAME_PARTS = Map.ofEntries(
            Map.entry("2.5.4.46", "DistinguishedNameQualifier"),
            Map.entry("2.5.4.6", "Country"),
            Map.entry("2.5.4.10", "Organization"),
            Map.entry("2.5.4.11", "OrganizationalUnit"),
            Map.entry("2.5.4.8", "State"),
            Map.entry("2.5.4.3", "CommonName"),
            Map.entry("2.5.4.5", "SerialNumber"),
            Map.entry("2.5.4.12", "Title"),
            Map.entry("2.5.4.4", "Surname"),
            Map.entry("2.5.4.42", "GivenName"),
            Map.entry("2.5.4.43", "Initials"),
            Map.entry("2.5.4.65", "Pseudonym"),
            Map.entry("2.5.4.44", "GenerationQualifier"));

    /** Kinds of RFC 5280's GeneralName to the words of AWS. */
    private static final Map<Integer, String> ALTERNATIVES =
            Map.of(1, "RFC822Name", 2, "DNSName", 4, "DirectoryName", 6, "UniformResourceIdentifier", 7, "IPAddress");

    /** Those that may be followed by {@code .0} to {@code .4} or {@code .List}. */
    private static final SortedSet<String> INDEXED = Stream.of("Issuer.", "Subject.")
            .flatMap(side -> Stream.concat(
                            NAME_PARTS.values().stream(),
                            ALTERNATIVES.values().stream().map(kind -> "AlternativeName." + kind))
                    .map(part -> PREFIX + side + part))
            .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));

    private static final SortedSet<String> SINGLE = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        Collections.addAll(SINGLE, ID, SERIAL_NUMBER, AVAILABLE_KEYS);
    }

    private static final Pattern SUFFIXED = Pattern.compile("(?i)(.+)\\.([0-4]|list)");

    private CertificateVariables() {}

    static boolean knows(String name) {
        Matcher suffixed = SUFFIXED.matcher(name);
        return SINGLE.contains(name)
                || INDEXED.contains(name)
                || (suffixed.matches() && INDEXED.contains(suffixed.group(1)));
    }

    static boolean isList(String name) {
        return name.equalsIgnoreCase(AVAILABLE_KEYS)
                || name.toLowerCase(Locale.ROOT).endsWith(".list");
    }

    static List<String> values(String name, X509Certificate certificate) {
        SortedMap<String, List<String>> all = all(certificate);
        if (name.equalsIgnoreCase(AVAILABLE_KEYS)) {
            return List.copyOf(all.keySet());
        }
        Matcher suffixed = SUFFIXED.matcher(name);
        boolean hasSuffix = suffixed.matches();
        List<String> values = all.getOrDefault(hasSuffix ? suffixed.group(1) : name, List.of());
        if (isList(name)) {
            return values.stream().limit(MAX_VALUES).toList();
        }
        int index = hasSuffix ? Integer.parseInt(suffixed.group(2)) : 0;
        return values.stream().skip(index).limit(1).toList();
    }

    private static SortedMap<String, List<String>> all(X509Certificate certificate) {
        SortedMap<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        add(all, ID, CertificateId.of(certificate));
        add(all, SERIAL_NUMBER, certificate.getSerialNumber().toString());
        addName(all, PREFIX + "Issuer.", certificate.getIssuerX500Principal());
        addName(all, PREFIX + "Subject.", certificate.getSubjectX500Principal());
        try {
            addAlternatives(all, PREFIX + "Issuer.AlternativeName.", certificate.getIssuerAlternativeNames());
            addAlternatives(all, PREFIX + "Subject.AlternativeName.", certificate.getSubjectAlternativeNames());
        } catch (CertificateParsingException e) {
            // What cannot be read has no value; the policy decides on the rest.
            return all;
        }
        return all;
    }

    private static void addName(Map<String, List<String>> all, String prefix, X500Principal name) {
        try {
            // From the first to the last, as the certificate has them.
            for (Rdn part : new LdapName(name.getName(X500Principal.RFC2253, NAME_PARTS)).getRdns()) {
                for (Attribute attribute : Collections.list(part.toAttributes().getAll())) {
                    for (Object value : Collections.list(attribute.getAll())) {
                        addIfKnown(all, prefix + attribute.getID(), value);
                    }
                }
            }
        } catch (NamingException e) {
            throw new IllegalArgumentException("The name '" + name + "' cannot be read", e);
        }
    }

    private static void addIfKnown(Map<String, List<String>> all, String name, Object value) {
        if (INDEXED.contains(name)) {
            add(all, name, value.toString().replaceAll("[,\"\\\\=<>;]", "\\\\$0"));
        }
    }

    private static void addAlternatives(
            Map<String, List<String>> all, String prefix, @Nullable Collection<List<?>> names) {
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            String kind = ALTERNATIVES.get((Integer) name.get(0));
            if (kind != null) {
                String value = name.get(1).toString();
                add(all, prefix + kind, kind.equals("DirectoryName") ? smallTypes(value) : value);
            }
        }
    }

    /** AWS writes {@code cn=…,ou=…}. */
    private static String smallTypes(String directoryName) {
        try {
            List<String> parts = new ArrayList<>();
            for (Rdn part : new LdapName(directoryName).getRdns()) {
                parts.add(0, part.getType().toLowerCase(Locale.ROOT) + "=" + part.getValue());
            }
            return String.join(",", parts);
        } catch (InvalidNameException e) {
            return directoryName;
        }
    }

    private static void add(Map<String, List<String>> all, String name, String value) {
        boolean usable =
                value.length() <= MAX_CHARACTERS && value.chars().noneMatch(letter -> "*$+?#".indexOf(letter) >= 0);
        if (usable) {
            all.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
        }
    }
}
