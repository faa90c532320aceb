/** What {@code tedge diag collect} puts into its tarball: our own findings, without secrets, and those of plugins. */
@NullMarked
package dev.tedge.cli.diag;

import org.jspecify.annotations.NullMarked;
