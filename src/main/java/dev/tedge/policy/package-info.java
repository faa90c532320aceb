/**
 * Device policies of AWS IoT Core: the smallest one for what the gateway does, and whether a given one allows it. Knows the
 * policy language and no routes; whoever calls says what is needed.
 */
@NullMarked
package dev.tedge.policy;

import org.jspecify.annotations.NullMarked;
