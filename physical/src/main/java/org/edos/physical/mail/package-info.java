/** Letters to people. */
@NullMarked
package org.edos.physical.mail;

import org.jspecify.annotations.NullMarked;
