package dev.tedge.testing.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** For tests that use {@link PrometheusProcess}: skipped where it is not installed, which CI does not accept. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "dev.tedge.testing.process.PrometheusProcess#isInstalled",
        disabledReason = "prometheus is not installed on this machine")
public @interface RequiresPrometheus {}
