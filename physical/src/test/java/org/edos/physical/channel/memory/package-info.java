/** Channels and inboxes in memory. */
@NullMarked
package org.edos.physical.channel.memory;

import org.jspecify.annotations.NullMarked;
