/** Channels as everybody speaks of them: their events, subscriptions to them, and what arrived. */
@NullMarked
package org.edos.core.channel;

import org.jspecify.annotations.NullMarked;
