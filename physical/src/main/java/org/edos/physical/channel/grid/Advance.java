package org.edos.physical.channel.grid;

import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Notes at a channel's owner that the channel has reached an id. Arguments: the generation, the
 * channel's first id if it has none yet, the id. True if the channel of that generation is still
 * there.
 */
final class Advance implements CacheEntryProcessor<String, byte[], Boolean> {
  private static final long serialVersionUID = 1L;

  @Override
  public Boolean process(MutableEntry<String, byte[]> entry, Object... arguments) {
    byte @Nullable [] value = entry.getValue();
    if (value == null) {
      return false;
    }
    Head head = Head.decode(value);
    if (!head.generation().equals(arguments[0])) {
      return false;
    }
    Head reached = head.reaching((Long) arguments[1], (Long) arguments[2]);
    if (!reached.equals(head)) {
      entry.setValue(reached.encode());
    }
    return true;
  }
}
