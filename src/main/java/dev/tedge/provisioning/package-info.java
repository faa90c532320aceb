/**
 * AWS's fleet provisioning by claim: how a device that shares a claim certificate with its fleet is given a certificate and a
 * thing of its own, over MQTT. The protocol and its note on disk live here; the files of keys are {@code certificate}'s, the
 * steps that a user sees {@code cli}'s.
 */
@NullMarked
package dev.tedge.provisioning;

import org.jspecify.annotations.NullMarked;
