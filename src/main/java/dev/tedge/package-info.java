/** Where the program starts, and nothing else. */
@NullMarked
package dev.tedge;

import org.jspecify.annotations.NullMarked;
