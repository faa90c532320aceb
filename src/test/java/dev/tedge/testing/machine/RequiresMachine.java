package dev.tedge.testing.machine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** For tests that boot a {@link BootedMachine}: skipped where that can't be, which CI does not accept. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
        value = "dev.tedge.testing.machine.BootedMachine#isPossible",
        disabledReason = "a machine is booted by root, with systemd, overlayfs and cgroup2")
public @interface RequiresMachine {}
