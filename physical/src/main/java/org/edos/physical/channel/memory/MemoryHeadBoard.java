package org.edos.physical.channel.memory;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.channel.SignedHead;
import org.edos.physical.channel.HeadBoard;

/** Heads that are there as long as this object. Safe for use by many threads. */
public final class MemoryHeadBoard implements HeadBoard {
  private final Map<String, SignedHead> heads = new ConcurrentHashMap<>();

  @Override
  public Optional<SignedHead> head(String channel) {
    return Optional.ofNullable(heads.get(channel));
  }

  @Override
  public void put(SignedHead head) {
    heads.put(head.head().channel(), head);
  }

  @Override
  public void retain(Set<String> channels) {
    heads.keySet().retainAll(channels);
  }
}
