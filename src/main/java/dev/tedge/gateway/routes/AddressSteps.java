package dev.tedge.gateway.routes;

import dev.tedge.mapping.Addressing;
import dev.tedge.mapping.Gate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/** The steps that address messages, and others that set and remove headers: what they do to an {@link Address}. */
final class AddressSteps {

    private static final String TOPIC = "CamelPahoMqtt5OverrideTopic";
    private static final String RETAINED = "CamelPahoMqtt5Retained";

    private final CamelContext context;
    private final Optional<String> source;

    /** @param source the topic, or the filter, that messages come in through */
    AddressSteps(CamelContext context, Optional<String> source) {
        this.context = context;
        this.source = source;
    }

    /** The addresses after a step; empty when it is about something else. */
    Optional<Set<Address>> after(ProcessorDefinition<?> step, Set<Address> now) {
        if (step instanceof ProcessDefinition process) {
            return Optional.of(
                    addressed(process.getProcessor() == null ? bean(process.getRef()) : process.getProcessor(), now));
        }
        if (step instanceof BeanDefinition bean) {
            return Optional.of(addressed(bean(bean.getRef()), now));
        }
        return headers(step, now);
    }

    private Optional<Set<Address>> headers(ProcessorDefinition<?> step, Set<Address> now) {
        if (step instanceof SetHeaderDefinition header) {
            return Optional.of(set(List.of(header), now));
        }
        if (step instanceof SetHeadersDefinition headers) {
            return Optional.of(set(headers.getHeaders(), now));
        }
        if (step instanceof RemoveHeaderDefinition header) {
            return Optional.of(remove(resolved(header.getName()), "", now));
        }
        if (step instanceof RemoveHeadersDefinition headers) {
            String[] kept = headers.getExcludePatterns();
            String exclude = kept == null ? headers.getExcludePattern() : String.join("\n", kept);
            return Optional.of(remove(resolved(headers.getPattern()), exclude == null ? "" : exclude, now));
        }
        return Optional.empty();
    }

    private Set<Address> set(List<SetHeaderDefinition> headers, Set<Address> before) {
        Set<Address> now = before;
        for (SetHeaderDefinition header : headers) {
            String name = resolved(header.getName());
            Optional<String> text = TextForm.of(header.getExpression(), source).map(this::resolved);
            if (TOPIC.equalsIgnoreCase(name)) {
                now = each(now, address -> address.withTopic(text));
            } else if (RETAINED.equalsIgnoreCase(name)) {
                now = each(now, address -> address.withRetained(!text.equals(Optional.of("false"))));
            }
        }
        return now;
    }

    private Set<Address> remove(String pattern, String exclude, Set<Address> before) {
        Set<Address> now = before;
        if (matches(TOPIC, pattern, exclude)) {
            now = each(now, Address::withoutTopic);
        }
        return matches(RETAINED, pattern, exclude) ? each(now, address -> address.withRetained(false)) : now;
    }

    private boolean matches(String name, String pattern, String exclude) {
        return PatternHelper.matchPattern(name, pattern)
                && resolved(exclude).lines().noneMatch(kept -> PatternHelper.matchPattern(name, kept));
    }

    private Set<Address> addressed(@Nullable Object processor, Set<Address> now) {
        if (processor instanceof Gate gate
                && source.filter(topic -> !gate.passes(topic)).isPresent()) {
            return Set.of();
        }
        if (!(processor instanceof Addressing addressing) || now.isEmpty()) {
            return now;
        }
        Set<Address> after = new LinkedHashSet<>();
        List<String> topics = source.map(addressing::topics).orElse(List.of());
        topics.forEach(topic -> after.add(new Address(Optional.of(topic), true, addressing.retains())));
        if (source.isEmpty()) {
            after.add(Address.NONE.withTopic(Optional.empty()));
        }
        return after;
    }

    /** What is bound to a name; null when nothing is. */
    @Nullable Object bean(@Nullable String name) {
        return name == null ? null : context.getRegistry().lookupByName(resolved(name));
    }

    private static Set<Address> each(Set<Address> addresses, UnaryOperator<Address> change) {
        return addresses.stream().map(change).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String resolved(String text) {
        return context.resolvePropertyPlaceholders(text);
    }
}
