package dev.tedge.mapping;

/** What happens to a message whose payload breaks the rules of its channel, {@code aws.mapper.validate}. */
public enum Validation {

    /** Nobody looks. */
    OFF,

    /** It is reported, once for each topic and rule until the topic is good again, and goes on. */
    WARN,

    /** It fails, and is reported by the route as any message that fails. */
    REJECT;

    /**
     * The validation of a setting.
     *
     * @param word {@code off}, {@code warn} or {@code reject}
     */
    public static Validation of(String word) {
        return switch (word) {
            case "off" -> OFF;
            case "warn" -> WARN;
            case "reject" -> REJECT;
            default ->
                throw new IllegalArgumentException(
                        "validation \"%s\" must be \"off\", \"warn\" or \"reject\".".formatted(word));
        };
    }
}
