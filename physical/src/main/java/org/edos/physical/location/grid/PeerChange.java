package org.edos.physical.location.grid;

import java.util.ArrayList;
import java.util.List;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.edos.physical.location.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Adds or takes out one peer at a content's owner. Arguments: the peer's address; whether to add
 * it.
 */
final class PeerChange implements CacheEntryProcessor<String, String, @Nullable Void> {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Void process(MutableEntry<String, String> entry, Object... arguments) {
    String peer = (String) arguments[0];
    boolean add = (Boolean) arguments[1];
    @Nullable String value = entry.getValue();
    List<String> peers = new ArrayList<>(value == null ? List.of() : List.of(value.split("\n")));
    boolean changed = add ? !peers.contains(peer) && peers.add(peer) : peers.remove(peer);
    if (!changed) {
      return null;
    }
    if (peers.isEmpty()) {
      entry.remove();
    } else {
      int surplus = Math.max(0, peers.size() - PeerAddress.MOST_PER_CONTENT);
      entry.setValue(String.join("\n", peers.subList(surplus, peers.size())));
    }
    return null;
  }
}
