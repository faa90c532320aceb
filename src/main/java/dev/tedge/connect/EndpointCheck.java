package dev.tedge.connect;

import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a host name can be the device data endpoint of an AWS account (AWS IoT developer guide, "Device endpoints"). */
final class EndpointCheck {

    /** With a custom domain the name says nothing, and so it is with the simulator. */
    private static final Pattern OF_AWS =
            Pattern.compile("(.*\\.)?(amazonaws\\.com(\\.cn)?|aws\\.amazon\\.com|amazonaws\\.cn)\\.?");

    private static final Pattern CONSOLE =
            Pattern.compile("(.*\\.)?(console|signin)\\.(aws\\.amazon\\.com|amazonaws\\.cn)\\.?");
    private static final Pattern DATA =
            Pattern.compile("[a-z0-9]+-ats\\.iot\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?\\.?");
    private static final Pattern LEGACY_DATA =
            Pattern.compile("[a-z0-9]+\\.iot\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?\\.?");
    private static final Pattern OTHER_DATA = Pattern.compile(
            "data(-ats)?\\.iot(-fips)?\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?\\.?|[a-z0-9]+(-ats)?\\.iot-fips\\.[a-z0-9.-]+");

    private static final Pattern CREDENTIALS = Pattern.compile(".*\\.credentials\\.iot\\..*");
    private static final Pattern JOBS = Pattern.compile(".*\\.jobs\\.iot\\..*");

    private static final String WHERE =
            " The right one is in the AWS IoT console below Settings, 'Device data endpoint',"
                    + " or is printed by: aws iot describe-endpoint --endpoint-type iot:Data-ATS";

    private EndpointCheck() {}

    static Findings of(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (CONSOLE.matcher(name).matches()) {
            return Findings.problem(
                    "aws.url '%s' is the address of the AWS console, not of an endpoint.".formatted(host) + WHERE);
        }
        if (!OF_AWS.matcher(name).matches()
                || DATA.matcher(name).matches()
                || OTHER_DATA.matcher(name).matches()) {
            return Findings.NONE;
        }
        if (LEGACY_DATA.matcher(name).matches()) {
            return Findings.warning(
                    ("aws.url '%s' is an endpoint of the old kind, whose certificate many systems no longer trust."
                                            + " Use the one with '-ats'.")
                                    .formatted(host)
                            + WHERE);
        }
        return Findings.problem("aws.url '%s' is %s.".formatted(host, kind(name)) + WHERE);
    }

    private static String kind(String name) {
        if (CREDENTIALS.matcher(name).matches()) {
            return "the endpoint of the credentials provider, not a device data endpoint";
        }
        return JOBS.matcher(name).matches()
                ? "the endpoint for jobs, not a device data endpoint"
                : "of AWS, but not a device data endpoint";
    }
}
