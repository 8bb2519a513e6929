/** An audit log in memory. */
@NullMarked
package org.edos.physical.audit.memory;

import org.jspecify.annotations.NullMarked;
