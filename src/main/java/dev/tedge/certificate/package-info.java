/**
 * Keys, certificates and the TLS contexts made from them: the only package that knows Bouncy Castle.
 * It reads and writes PEM files and knows their permissions; it does not know which file belongs to
 * which connection.
 */
@NullMarked
package dev.tedge.certificate;

import org.jspecify.annotations.NullMarked;
