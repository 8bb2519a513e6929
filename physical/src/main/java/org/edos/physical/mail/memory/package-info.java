/** Letters kept in memory. */
@NullMarked
package org.edos.physical.mail.memory;

import org.jspecify.annotations.NullMarked;
