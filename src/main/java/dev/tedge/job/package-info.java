/** Jobs of AWS IoT as commands to local devices, one execution at a time. */
@NullMarked
package dev.tedge.job;

import org.jspecify.annotations.NullMarked;
