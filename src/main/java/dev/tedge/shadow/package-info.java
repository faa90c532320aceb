/** Device shadows and the twin data of local devices, kept the same: reported state goes to AWS, what is desired comes from there. */
@NullMarked
package dev.tedge.shadow;

import org.jspecify.annotations.NullMarked;
