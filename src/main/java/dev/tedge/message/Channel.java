package dev.tedge.message;

/**
 * What a local message says about its entity: the part of a {@code te/…} topic after the four segments of the entity.
 */
public sealed interface Channel {

    /** The channel as it stands in the topic, such as {@code m/temperature}. */
    String path();

    /**
     * Tells the channels apart.
     *
     * @param path what follows the entity in the topic, without leading slash; may be empty
     * @throws InvalidTopicException if the path can't be part of a topic
     */
    static Channel of(String path) {
        if (path.equals(Health.PATH)) {
            return new Health();
        }
        if (path.length() >= 2 && path.charAt(1) == '/' && path.indexOf('/', 2) < 0) {
            String type = path.substring(2);
            return switch (path.charAt(0)) {
                case 'm' -> new Measurement(type);
                case 'e' -> new Event(type);
                case 'a' -> new Alarm(type);
                default -> new Other(path);
            };
        }
        return new Other(path);
    }

    /**
     * {@code m/<type>}
     *
     * @param type one topic level, may be empty
     */
    record Measurement(String type) implements Channel {

        public Measurement {
            TopicText.requireLevel("measurement type", type);
        }

        @Override
        public String path() {
            return "m/" + type;
        }
    }

    /**
     * {@code e/<type>}
     *
     * @param type one topic level, may be empty
     */
    record Event(String type) implements Channel {

        public Event {
            TopicText.requireLevel("event type", type);
        }

        @Override
        public String path() {
            return "e/" + type;
        }
    }

    /**
     * {@code a/<type>}
     *
     * @param type one topic level, may be empty
     */
    record Alarm(String type) implements Channel {

        public Alarm {
            TopicText.requireLevel("alarm type", type);
        }

        @Override
        public String path() {
            return "a/" + type;
        }
    }

    /** {@code status/health} */
    record Health() implements Channel {

        private static final String PATH = "status/health";

        @Override
        public String path() {
            return PATH;
        }
    }

    /**
     * Every other channel: registration (no channel at all), {@code twin/…}, {@code cmd/…}, {@code m/<type>/meta} and
     * whatever else is published below an entity.
     *
     * @param path any number of topic levels, may be empty
     */
    record Other(String path) implements Channel {

        public Other {
            TopicText.requireNoWildcard("channel", path);
            TopicText.requireEncodable("channel", path);
        }
    }
}
