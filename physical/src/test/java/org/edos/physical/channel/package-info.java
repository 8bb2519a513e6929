/** What channels and inboxes promise. */
@NullMarked
package org.edos.physical.channel;

import org.jspecify.annotations.NullMarked;
