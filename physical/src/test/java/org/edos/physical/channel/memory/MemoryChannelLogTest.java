package org.edos.physical.channel.memory;

import org.edos.physical.channel.ChannelLog;
import org.edos.physical.channel.ChannelLogContract;

class MemoryChannelLogTest extends ChannelLogContract {
  @Override
  protected ChannelLog open() {
    return new MemoryChannelLog(CLOCK);
  }
}
