package dev.tedge.registration;

import dev.tedge.policy.PolicyCheck;
import dev.tedge.policy.PolicyDocument;
import dev.tedge.policy.PolicySyntaxException;
import java.util.List;
import java.util.function.Function;

/** A policy that exists already. */
final class PolicyInUse {

    private PolicyInUse() {}

    /** How it came to be there, in words; an error when it breaks something, as it is not changed. */
    static String judged(
            String name, String wanted, String present, Function<PolicyDocument, List<PolicyCheck.Finding>> judge)
            throws RegistrationException {
        try {
            PolicyDocument document = PolicyDocument.parse(present);
            if (document.isSameAs(PolicyDocument.parse(wanted))) {
                return "existed already";
            }
            List<PolicyCheck.Finding> findings = judge.apply(document);
            if (findings.isEmpty()) {
                return "existed already with another document, which allows all that the routes do";
            }
            PolicyCheck.Finding first = findings.get(0);
            throw new RegistrationException(
                    "The policy '%s' exists with another document, which would break %d things, first route '%s' (%s on '%s')."
                                    .formatted(
                                            name,
                                            findings.size(),
                                            first.need().route(),
                                            first.need().action().text(),
                                            first.need().resource())
                            + Refusals.changePolicy(name));
        } catch (PolicySyntaxException unreadable) {
            throw new RegistrationException("The policy '%s' exists with another document: %s.%s"
                    .formatted(name, unreadable.getMessage(), Refusals.changePolicy(name)));
        }
    }
}
