/** What is measured: the packaged gateway and what a user would pick instead, each as processes of its own between two mosquittos. */
@NullMarked
package dev.tedge.benchmark.peer;

import org.jspecify.annotations.NullMarked;
