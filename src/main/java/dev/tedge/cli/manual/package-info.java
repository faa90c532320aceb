/** Manual pages from the texts of the commands, for packages. */
@NullMarked
package dev.tedge.cli.manual;

import org.jspecify.annotations.NullMarked;
