/** The documents of the Device Shadow service as values, and how two of them are compared; no topics, no I/O. */
@NullMarked
package dev.tedge.shadow.document;

import org.jspecify.annotations.NullMarked;
