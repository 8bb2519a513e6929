/**
 * Channels: named feeds of events with ids that only grow, the subscriptions to them, and the inbox
 * of what came.
 */
@NullMarked
package org.edos.physical.channel;

import org.jspecify.annotations.NullMarked;
