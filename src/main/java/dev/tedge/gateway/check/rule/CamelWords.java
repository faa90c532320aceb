package dev.tedge.gateway.check.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.jspecify.annotations.Nullable;

/** What Camel throws, in one sentence for people. */
public final class CamelWords {

    private static final Pattern UNKNOWN_OPTIONS = Pattern.compile("Unknown parameters=\\[\\{(.*)}]", Pattern.DOTALL);
    private static final Pattern BEAN = Pattern.compile("^Error creating bean: (\\S+)");
    private static final Pattern FORMAT = Pattern.compile("Data format '(.*?)' could not be created");
    private static final Pattern CLASS_NAME =
            Pattern.compile("\\b(?:[a-z][a-z0-9]*\\.){2,}([A-Z][A-Za-z0-9$]*)(?::\\s*)?");
    private static final Pattern WHY = Pattern.compile("(?:due to|because of|Reason):?\\s+");
    private static final int LONGEST = 300;
    /** Modules of Camel whose components, as a device may need them, have other names. */
    private static final Map<String, String> MODULES = Map.ofEntries(
            Map.entry("coaps", "coap"),
            Map.entry("ftps", "ftp"),
            Map.entry("https", "http"),
            Map.entry("milo-browse", "milo"),
            Map.entry("milo-client", "milo"),
            Map.entry("milo-server", "milo"),
            Map.entry("sftp", "ftp"),
            Map.entry("smtp", "mail"),
            Map.entry("smtps", "mail"));

    private CamelWords() {}

    /** The deepest cause that has something to say. */
    public static String of(Throwable failure) {
        List<Throwable> causes = causes(failure);
        Collections.reverse(causes);
        for (Throwable cause : causes) {
            Optional<String> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return causes.stream()
                .filter(cause ->
                        cause.getMessage() != null && cause.getMessage().length() > 3)
                .findFirst()
                .map(cause -> sentence(cause, String.valueOf(cause.getMessage())))
                .orElse("it can't be read (%s)".formatted(failure.getClass().getSimpleName()));
    }

    private static Optional<String> known(Throwable cause) {
        if (cause instanceof SimpleIllegalSyntaxException simple) {
            return Optional.of(firstLine(simple.getMessage()).replaceFirst(" at location \\d+$", ""));
        }
        if (cause instanceof NoSuchBeanException bean) {
            return Optional.of("there is no bean '%s': declare it under 'beans'".formatted(bean.getName()));
        }
        if (cause instanceof NoSuchLanguageException language) {
            return Optional.of(
                    lib("the language '%s' is not there".formatted(language.getLanguage()), language.getLanguage()));
        }
        if (cause instanceof PropertyBindingException binding && binding.getCause() == null) {
            return Optional.of("there is no option '%s'".formatted(binding.getPropertyName()));
        }
        if (cause instanceof NoSuchEndpointException endpoint) {
            String scheme = endpoint.getUri().replaceFirst("[:?].*", "");
            return Optional.of(lib("there is no component '%s'".formatted(scheme), scheme));
        }
        if (cause instanceof NumberFormatException) {
            return Optional.of("a number is expected: " + firstLine(String.valueOf(cause.getMessage())));
        }
        return ofMessage(cause);
    }

    private static Optional<String> ofMessage(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        Matcher bean = BEAN.matcher(message);
        if (bean.find()) {
            return Optional.of("the bean '%s' can't be made: %s".formatted(bean.group(1), deepest(cause)));
        }
        Matcher format = FORMAT.matcher(message);
        return format.find()
                ? Optional.of(lib("the data format '%s' is not there".formatted(format.group(1)), format.group(1)))
                : options(cause);
    }

    private static String deepest(Throwable failure) {
        List<Throwable> causes = causes(failure);
        Throwable last = causes.get(causes.size() - 1);
        return sentence(last, String.valueOf(last.getMessage()));
    }

    private static Optional<String> options(Throwable cause) {
        Matcher unknown = UNKNOWN_OPTIONS.matcher(String.valueOf(cause.getMessage()));
        return unknown.find()
                ? Optional.of(
                        "there is no option '%s'".formatted(unknown.group(1).replaceFirst("=.*", "")))
                : Optional.empty();
    }

    /**
     * What to do when Camel has a module for it that is not there.
     *
     * @param what is missing, as the beginning of a sentence
     * @param name of the component, language or format
     */
    static String lib(String what, String name) {
        return "%s: correct its name, or put camel-%s.jar and what it needs into <config-dir>/lib"
                .formatted(what, MODULES.getOrDefault(name, name));
    }

    private static String sentence(Throwable cause, String message) {
        String line = firstLine(message);
        Matcher why = WHY.matcher(line);
        int from = 0;
        while (why.find()) {
            from = why.end();
        }
        String words = CLASS_NAME
                .matcher(line.substring(Math.min(from, line.length() - 1)))
                .replaceAll(found -> found.group().endsWith(" ") ? "" : Matcher.quoteReplacement(found.group(1)));
        String short_ = words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words;
        return cause instanceof ClassNotFoundException ? "there is no class '%s'".formatted(message) : short_.strip();
    }

    private static String firstLine(@Nullable String message) {
        return String.valueOf(message).strip().lines().findFirst().orElse("").strip();
    }

    public static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
