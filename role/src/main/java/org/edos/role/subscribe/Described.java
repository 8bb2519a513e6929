package org.edos.role.subscribe;

import java.util.Optional;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.query.DocumentFields;

/**
 * An event, and what the document of its unit says.
 *
 * @param lookedUp whether the document was looked for, since somebody's filter needs it
 * @param fields empty where filters match nothing
 */
record Described(ChannelEvent event, boolean lookedUp, Optional<DocumentFields> fields) {
  /** An event to which no filter is put. */
  static Described plain(ChannelEvent event) {
    return new Described(event, false, Optional.empty());
  }
}
