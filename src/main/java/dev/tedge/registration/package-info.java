/**
 * Registers the device in an AWS account, with credentials of that account. AWS's SDK lives here and nowhere else, and is
 * loaded by nothing but this. Nothing here is needed to run a gateway.
 */
@NullMarked
package dev.tedge.registration;

import org.jspecify.annotations.NullMarked;
