package dev.tedge.testing.process;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** For tests that run {@link Docker}: skipped where there is none, which CI does not accept. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "dev.tedge.testing.process.Docker#isThere",
        disabledReason = "Docker is not installed on this machine, or its daemon does not run")
public @interface RequiresDocker {}
