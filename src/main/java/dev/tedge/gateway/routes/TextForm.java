package dev.tedge.gateway.routes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.language.ExpressionDefinition;
import org.jspecify.annotations.Nullable;

/** What can be told of a text that an expression gives, before there is a message. */
final class TextForm {

    private static final Pattern RECEIVED_TOPIC = Pattern.compile("\\$\\{headers?\\.CamelMqttTopic}");

    /** The innermost one; what it stands in is replaced after it. */
    private static final Pattern PART = Pattern.compile("\\$(simple)?\\{[^{}]*}");

    private TextForm() {}

    /**
     * The text with {@code +} for each part that only the message knows.
     *
     * @param source the topic, or the filter, that messages came in through
     * @return empty when nothing can be told, not even the first level
     */
    static Optional<String> of(@Nullable ExpressionDefinition expression, Optional<String> source) {
        if (expression == null || expression.getExpression() == null) {
            return Optional.empty();
        }
        return switch (String.valueOf(expression.getLanguage())) {
            case "constant" -> Optional.of(expression.getExpression());
            case "simple" -> ofSimple(expression.getExpression(), source);
            default -> Optional.empty();
        };
    }

    /** The same for the text of the language simple. */
    static Optional<String> ofSimple(String text, Optional<String> source) {
        String form = source.map(topic -> RECEIVED_TOPIC.matcher(text).replaceAll(Matcher.quoteReplacement(topic)))
                .orElse(text);
        String before;
        do {
            before = form;
            form = PART.matcher(form).replaceAll("+");
        } while (!before.equals(form));
        boolean anything = source.filter(form::equals).isEmpty() && (form.startsWith("+") || form.startsWith("#"));
        return anything ? Optional.empty() : Optional.of(form);
    }
}
