/** The HTTP port for operators: pages that are read, and nothing else. */
@NullMarked
package dev.tedge.health.http;

import org.jspecify.annotations.NullMarked;
