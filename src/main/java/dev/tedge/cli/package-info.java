/**
 * The {@code tedge} command line: picocli commands, their options, exit codes and everything that is
 * printed. The only package that knows picocli or standard output. Commands that do not run Camel
 * load no Camel class, so that {@code config get} stays quick.
 */
@NullMarked
package dev.tedge.cli;

import org.jspecify.annotations.NullMarked;
