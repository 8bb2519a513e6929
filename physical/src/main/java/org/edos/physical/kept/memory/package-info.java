/** What the gateway holds, noted in memory. */
@NullMarked
package org.edos.physical.kept.memory;

import org.jspecify.annotations.NullMarked;
