package dev.tedge.gateway.check.rule;

import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.check.yaml.Entry;
import dev.tedge.gateway.check.yaml.NearMiss;
import dev.tedge.gateway.check.yaml.Spot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.dsl.yaml.common.YamlSupport;
import org.apache.camel.spi.EndpointUriFactory;

/** Has Camel make each endpoint that a file names, which connects nothing: that its component and its options are there. */
public final class Endpoints {

    private static final Pattern UNKNOWN = Pattern.compile("Unknown parameters=\\[\\{(.*?)=");

    /** What this program brings. */
    private static final List<String> COMPONENTS =
            List.of("local", "aws", "direct", "seda", "log", "timer", "bean", "paho-mqtt5");

    private final CamelContext context;

    public Endpoints(CamelContext context) {
        this.context = context;
    }

    /** Notes what can be told without Camel. */
    public static void checkForm(CheckedFile file) {
        for (RouteUri uri : RouteUri.in(file)) {
            if (uri.text().isEmpty()) {
                uri.fault("'%s' needs an endpoint, such as local:<topic> or aws:<topic>".formatted(uri.step()));
            } else if (uri.text().contains("?") && uri.parameters().findAny().isPresent()) {
                uri.fault("options are in the URI or under 'parameters', not in both");
            }
        }
    }

    /** Notes what can't be made; when beans that files declare are there. */
    public void check(CheckedFile file) {
        for (RouteUri uri : RouteUri.in(file)) {
            if (uri.isStatic() && uri.path(context).isPresent() && !file.isFaultyWithin(uri.entry())) {
                check(uri);
            }
        }
    }

    private void check(RouteUri uri) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        uri.parameters().forEach(option -> option.text().ifPresent(value -> parameters.put(option.key(), value)));
        try {
            Endpoint made = context.getEndpoint(YamlSupport.createEndpointUri(context, null, uri.text(), parameters));
            if (made == null) {
                unknownComponent(uri);
            }
        } catch (RuntimeException | LinkageError failure) {
            explain(uri, failure);
        }
    }

    private void explain(RouteUri uri, Throwable failure) {
        for (Throwable cause : CamelWords.causes(failure)) {
            Matcher unknown = UNKNOWN.matcher(String.valueOf(cause.getMessage()));
            if (unknown.find()) {
                unknownOption(uri, unknown.group(1));
                return;
            }
            if (cause instanceof NoSuchEndpointException) {
                unknownComponent(uri);
                return;
            }
            if (cause instanceof PropertyBindingException binding) {
                badOption(uri, binding);
                return;
            }
        }
        uri.fault(CamelWords.of(failure));
    }

    private void unknownComponent(RouteUri uri) {
        Optional<String> near = NearMiss.of(uri.scheme(), COMPONENTS);
        String what = "there is no component '%s'".formatted(uri.scheme());
        uri.fault(near.map(name -> what + "; did you mean '%s'?".formatted(name))
                .orElseGet(() -> CamelWords.lib(what, uri.scheme())));
    }

    private void unknownOption(RouteUri uri, String option) {
        at(
                uri,
                option,
                "'%s' has no option '%s'%s".formatted(uri.scheme(), option, NearMiss.hint(option, options(uri))));
    }

    private void badOption(RouteUri uri, PropertyBindingException binding) {
        String option = String.valueOf(binding.getPropertyName());
        boolean unknown = binding.getCause() == null && !options(uri).contains(option);
        // Of a bean that could not be made, more has been said.
        boolean told =
                String.valueOf(binding.getValue()).startsWith("#") && uri.file().isFaulty();
        if (unknown) {
            unknownOption(uri, option);
        } else if (!told) {
            at(
                    uri,
                    option,
                    "the option '%s' of '%s' can't be '%s'".formatted(option, uri.scheme(), binding.getValue()));
        }
    }

    private static void at(RouteUri uri, String option, String reason) {
        Optional<Spot> own = uri.parameters()
                .filter(entry -> entry.key().equals(option))
                .map(Entry::keySpot)
                .findFirst();
        own.ifPresentOrElse(spot -> uri.file().fault(spot, reason), () -> uri.fault(option + "=", reason));
    }

    private Set<String> options(RouteUri uri) {
        if (Topics.side(uri).isPresent()) {
            return Set.of("qos");
        }
        EndpointUriFactory factory = context.getCamelContextExtension().getEndpointUriFactory(uri.scheme());
        return factory == null ? Set.of() : factory.propertyNames();
    }
}
