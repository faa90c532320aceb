package dev.tedge.gateway.check.rule;

import com.jayway.jsonpath.JsonPath;
import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.check.yaml.Entry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.jsonpath.easypredicate.EasyPredicateParser;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.spi.Language;

/** Has Camel read each expression in a file. */
public final class Expressions {

    private static final Set<String> LANGUAGES = Set.of(
            "simple",
            "jsonpath",
            "jq",
            "xpath",
            "xquery",
            "groovy",
            "mvel",
            "ognl",
            "spel",
            "js",
            "python",
            "datasonnet");
    private static final Set<String> VALUES = Set.of("parameters", "properties", "constructors", "beans", "metadata");
    private static final Set<String> CONDITIONS = Set.of(
            "filter",
            "when",
            "onWhen",
            "validate",
            "handled",
            "continued",
            "retryWhile",
            "completionPredicate",
            "intercept");

    private final CamelContext context;

    public Expressions(CamelContext context) {
        this.context = context;
    }

    /** Notes what can't be read. */
    public void check(CheckedFile file) {
        file.entries().filter(entry -> !entry.isWithin(VALUES)).forEach(entry -> {
            if (LANGUAGES.contains(entry.key())) {
                text(entry).ifPresent(text -> check(file, text, entry.key(), isCondition(entry)));
            } else if (isLogMessage(entry)) {
                check(file, entry, "simple", false);
            }
        });
    }

    private static Optional<Entry> text(Entry language) {
        return language.text().isPresent()
                ? Optional.of(language)
                : language.child("expression").filter(entry -> entry.text().isPresent());
    }

    private static boolean isLogMessage(Entry entry) {
        return entry.text().isPresent()
                && (entry.key().equals("log")
                        || (entry.key().equals("message") && entry.parentKey().equals("log")));
    }

    private static boolean isCondition(Entry language) {
        String owner = language.parentKey().equals("expression")
                ? language.parent().map(Entry::parentKey).orElse("")
                : language.parentKey();
        return CONDITIONS.contains(owner);
    }

    private void check(CheckedFile file, Entry entry, String name, boolean condition) {
        String text;
        try {
            text = context.resolvePropertyPlaceholders(entry.text().orElse(""));
        } catch (RuntimeException noValue) {
            // Found by itself.
            return;
        }
        try {
            Language language = context.resolveLanguage(name);
            if (name.equals("jsonpath") && !text.contains("${")) {
                compile(text);
            }
            if (condition) {
                language.createPredicate(text).init(context);
            } else {
                language.createExpression(text).init(context);
            }
        } catch (RuntimeException | LinkageError failure) {
            explain(file, entry, name, failure);
        }
    }

    /** Camel itself leaves this to the first message. */
    private static void compile(String text) {
        try {
            JsonPath unused = JsonPath.compile(text);
        } catch (RuntimeException failure) {
            // A condition may be written without brackets, as in $.price < 10.
            String plain = new EasyPredicateParser().parse(text);
            if (plain.equals(text)) {
                throw failure;
            }
            JsonPath unused = JsonPath.compile(plain);
        }
    }

    private static void explain(CheckedFile file, Entry entry, String name, Throwable failure) {
        List<Throwable> causes = CamelWords.causes(failure);
        if (causes.stream().anyMatch(NoSuchLanguageException.class::isInstance)) {
            file.fault(entry.keySpot(), CamelWords.lib("the language '%s' is not there".formatted(name), name));
            return;
        }
        int index = causes.stream()
                .filter(SimpleIllegalSyntaxException.class::isInstance)
                .mapToInt(cause -> ((SimpleIllegalSyntaxException) cause).getIndex())
                .findFirst()
                .orElse(0);
        String text = entry.text().orElse("");
        boolean asIs = index > 0 && index < text.length() && !text.contains("{{");
        file.fault(
                asIs ? entry.spot(index) : entry.valueSpot(),
                "the %s expression can't be read: %s".formatted(name, CamelWords.of(failure)));
    }
}
