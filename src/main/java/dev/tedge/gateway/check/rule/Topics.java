package dev.tedge.gateway.check.rule;

import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.routes.Hop;
import dev.tedge.gateway.routes.Side;
import dev.tedge.message.CloudFilter;
import dev.tedge.message.CloudTopic;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.TopicFilter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** Looks at the filters and topics of {@code local:} and {@code aws:}: a broker, or AWS, would refuse some. */
public final class Topics {

    private static final Pattern EVERYTHING = Pattern.compile("(\\+/)*#");

    private final CamelContext context;
    private final Set<String> subscribed = new HashSet<>();

    public Topics(CamelContext context) {
        this.context = context;
    }

    /** The side that an endpoint is on. */
    static Optional<Side> side(RouteUri uri) {
        for (Side side : Side.values()) {
            if (side.name().toLowerCase(Locale.ROOT).equals(uri.scheme())) {
                return Optional.of(side);
            }
        }
        return Optional.empty();
    }

    /** Notes what is refused; AWS's limit on subscriptions counts for all files that are checked. */
    public void check(CheckedFile file) {
        for (RouteUri uri : RouteUri.in(file)) {
            Optional<Side> side = side(uri);
            if (side.isPresent() && uri.isStatic()) {
                uri.path(context).ifPresent(path -> check(uri, side.get(), path));
            }
        }
    }

    private void check(RouteUri uri, Side side, String path) {
        if (!uri.isFrom()) {
            topic(uri, side, path);
        } else if (path.isEmpty()) {
            uri.fault("'%s' alone receives nothing: write a topic filter after it, as in '%s:some/+/filter'"
                    .formatted(uri.text(), uri.scheme()));
        } else {
            for (String filter : path.split(",", -1)) {
                filter(uri, side, filter);
            }
        }
    }

    private void filter(RouteUri uri, Side side, String filter) {
        try {
            if (EVERYTHING.matcher(filter).matches()) {
                uri.fault(filter, everything(uri.scheme() + ":" + filter, side));
            } else if (side == Side.AWS) {
                cloud(uri, new CloudFilter(filter));
            } else if (filter.startsWith("$share/")) {
                uri.fault(filter, "'%s' is a shared subscription: one connection has no use for it".formatted(filter));
            } else {
                TopicFilter unused = new TopicFilter(filter);
            }
        } catch (InvalidTopicException refused) {
            uri.fault(filter, sentence(refused));
        }
    }

    private void cloud(RouteUri uri, CloudFilter filter) {
        if (subscribed.add(filter.value()) && subscribed.size() == CloudFilter.MOST + 1) {
            uri.fault(
                    filter.value(),
                    "this is subscription %d on AWS, which allows %d for a connection: take wildcards, or fewer routes"
                            .formatted(subscribed.size(), CloudFilter.MOST));
        }
    }

    private static String everything(String filter, Side side) {
        return side == Side.AWS
                ? "'%s' takes everything, which no policy of a device allows: name the first levels".formatted(filter)
                : "'%s' takes everything: errors, commands and what other routes publish, too: name the first levels"
                        .formatted(filter);
    }

    private static void topic(RouteUri uri, Side side, String topic) {
        if (topic.isEmpty()) {
            // A header names it.
            return;
        }
        try {
            TopicFilter filter = new TopicFilter(topic);
            if (filter.value().indexOf('+') >= 0 || filter.value().indexOf('#') >= 0) {
                uri.fault(topic, "'%s' has a wildcard: a message is published to one topic".formatted(topic));
            } else if (side == Side.AWS) {
                CloudTopic unused = new CloudTopic(topic);
            }
        } catch (InvalidTopicException refused) {
            uri.fault(topic, sentence(refused));
        }
    }

    /** Why AWS does not take what a route publishes to a topic that a header names. */
    public static Optional<String> refusal(Hop hop) {
        boolean known = hop.topic().indexOf('#') < 0
                && !(hop.topic().startsWith("$") && hop.topic().indexOf('+') >= 0);
        if (hop.to() != Side.AWS || !known) {
            return Optional.empty();
        }
        try {
            // A part that only the message knows has one character at least.
            CloudTopic unused = new CloudTopic(hop.topic().replace('+', 'x'));
            return Optional.empty();
        } catch (InvalidTopicException refused) {
            return Optional.of(sentence(refused));
        }
    }

    /** Its words end with a full stop. */
    static String sentence(InvalidTopicException refused) {
        return String.valueOf(refused.getMessage()).replaceFirst("[.]$", "");
    }
}
