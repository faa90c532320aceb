/**
 * How people look into a gateway and at the messages that it keeps: one handler of requests, asked through the control socket of
 * a running gateway, or directly on the files of a stopped one. Requests and answers are JSON, one object a line. Payloads pass
 * here, so nothing of it is logged.
 */
@NullMarked
package dev.tedge.gateway.control;

import org.jspecify.annotations.NullMarked;
