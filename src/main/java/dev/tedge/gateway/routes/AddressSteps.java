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
    private static final String RECEIVED = "CamelMqttTopic";

    private final CamelContext context;

    AddressSteps(CamelContext context) {
        this.context = context;
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
            now = each(now, address -> set(name, text(header, address), address));
        }
        return now;
    }

    private static Address set(String name, Optional<String> text, Address address) {
        if (TOPIC.equalsIgnoreCase(name)) {
            return address.withTopic(text);
        }
        if (RECEIVED.equalsIgnoreCase(name)) {
            return address.withSource(text);
        }
        return RETAINED.equalsIgnoreCase(name) ? address.withRetained(!text.equals(Optional.of("false"))) : address;
    }

    private Optional<String> text(SetHeaderDefinition header, Address address) {
        return TextForm.of(header.getExpression(), address.source()).map(this::resolved);
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

    private static Set<Address> addressed(@Nullable Object processor, Set<Address> now) {
        Set<Address> after = new LinkedHashSet<>();
        for (Address address : now) {
            if (processor instanceof Gate gate
                    && address.source().filter(topic -> !gate.passes(topic)).isPresent()) {
                continue;
            }
            if (processor instanceof Addressing addressing) {
                after.addAll(addressed(addressing, address));
            } else {
                after.add(address);
            }
        }
        return after;
    }

    private static List<Address> addressed(Addressing addressing, Address address) {
        if (address.source().isEmpty()) {
            return List.of(address.withTopic(Optional.empty()).withRetained(false));
        }
        return addressing.topics(address.source().get()).stream()
                .map(topic -> address.withTopic(Optional.of(topic)).withRetained(addressing.retains()))
                .toList();
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
