/** Scripts with which shells complete the command line: what there is to complete, put into hand-written shell code. */
@NullMarked
package dev.tedge.cli.completion;

import org.jspecify.annotations.NullMarked;
