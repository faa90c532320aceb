package dev.tedge.mapping.model;

/** A payload breaks a rule of its channel; the message is the reason as in {@link Reading.Invalid}. */
final class BrokenRuleException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String rule;

    BrokenRuleException(String reason) {
        this(reason, reason);
    }

    BrokenRuleException(String rule, String reason) {
        // Ordinary messages can cause many: without a stack trace, which nobody sees.
        super(reason, null, false, false);
        this.rule = rule;
    }

    /** The rule as in {@link Reading.Invalid}. */
    String rule() {
        return rule;
    }
}
