package org.edos.physical.channel.memory;

import org.edos.physical.channel.Inbox;
import org.edos.physical.channel.InboxContract;

class MemoryInboxTest extends InboxContract {
  @Override
  protected Inbox create() {
    return new MemoryInbox();
  }
}
