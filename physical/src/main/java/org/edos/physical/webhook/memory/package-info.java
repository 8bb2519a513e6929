/** Webhooks in memory. */
@NullMarked
package org.edos.physical.webhook.memory;

import org.jspecify.annotations.NullMarked;
