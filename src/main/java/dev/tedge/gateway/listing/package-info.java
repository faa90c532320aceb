/** Lists the routes, file by file: whose they are, whether they can run, and what goes where by them. */
@NullMarked
package dev.tedge.gateway.listing;

import org.jspecify.annotations.NullMarked;
