/**
 * The HTTPS port: AWS IoT Core's data plane as the AWS SDKs use it, and below {@code /simulator/} what the command line
 * asks of a running simulator. Says who may call, and in which form errors are told. What a request means is known to
 * the services.
 */
@NullMarked
package dev.tedge.simulator.http;

import org.jspecify.annotations.NullMarked;
