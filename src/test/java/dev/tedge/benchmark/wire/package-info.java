/** What a benchmark sends and receives: just enough MQTT 3.1.1 over sockets to be quicker than all that is measured, and a network with a round trip. */
@NullMarked
package dev.tedge.benchmark.wire;

import org.jspecify.annotations.NullMarked;
