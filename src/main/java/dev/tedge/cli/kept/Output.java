package dev.tedge.cli.kept;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.InstantSource;

/**
 * Where answers go.
 *
 * @param out for results
 * @param err for everything else
 * @param bytes the same place as {@code out}, for results that are no text
 * @param clock for ages
 */
public record Output(PrintWriter out, PrintWriter err, OutputStream bytes, InstantSource clock) {}
