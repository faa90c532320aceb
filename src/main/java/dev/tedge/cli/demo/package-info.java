/**
 * What the commands {@code demo} and {@code simulator} do: the AWS IoT Core stand-in at a terminal, and the story
 * that sends messages from a device to it and back and tells what really arrived. Knows no picocli; called by {@code
 * cli} only.
 */
@NullMarked
package dev.tedge.cli.demo;

import org.jspecify.annotations.NullMarked;
