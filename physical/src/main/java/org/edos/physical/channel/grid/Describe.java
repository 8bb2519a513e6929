package org.edos.physical.channel.grid;

import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Gives a channel, at its owner, another description and other rights. Argument: the channel as
 * {@link Head#encode(org.edos.core.channel.Channel)} writes it. True if the channel is there.
 */
final class Describe implements CacheEntryProcessor<String, byte[], Boolean> {
  private static final long serialVersionUID = 1L;

  @Override
  public Boolean process(MutableEntry<String, byte[]> entry, Object... arguments) {
    byte @Nullable [] value = entry.getValue();
    if (value == null) {
      return false;
    }
    entry.setValue(
        Head.decode(value).describing(Head.decodeChannel((byte[]) arguments[0])).encode());
    return true;
  }
}
