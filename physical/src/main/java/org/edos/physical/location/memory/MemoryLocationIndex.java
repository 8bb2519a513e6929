package org.edos.physical.location.memory;

import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.edos.core.unit.Sha256;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.location.PeerAddress;

/**
 * Locations that live as long as this object. Safe for use by many threads: the sets in its map are
 * never changed.
 */
public final class MemoryLocationIndex implements LocationIndex {
  private final ConcurrentMap<Sha256, Set<URI>> peers = new ConcurrentHashMap<>();

  @Override
  public void announce(URI peer, Collection<Sha256> contents) {
    URI address = PeerAddress.of(peer);
    change(
        contents,
        known -> {
          Set<URI> more = new LinkedHashSet<>(known);
          if (more.add(address) && more.size() > PeerAddress.MOST_PER_CONTENT) {
            more.remove(more.iterator().next());
          }
          return more;
        });
  }

  @Override
  public void withdraw(URI peer, Collection<Sha256> contents) {
    URI address = PeerAddress.of(peer);
    change(
        contents,
        known -> {
          Set<URI> fewer = new LinkedHashSet<>(known);
          fewer.remove(address);
          return fewer;
        });
  }

  private void change(Collection<Sha256> contents, UnaryOperator<Set<URI>> step) {
    for (Sha256 content : contents) {
      peers.compute(
          content,
          (id, known) -> {
            Set<URI> next = step.apply(known == null ? Set.of() : known);
            return next.isEmpty() ? null : Collections.unmodifiableSet(next);
          });
    }
  }

  @Override
  public Map<Sha256, Set<URI>> locate(Collection<Sha256> contents) {
    Map<Sha256, Set<URI>> found = new HashMap<>();
    for (Sha256 content : contents) {
      Set<URI> holders = peers.get(content);
      if (holders != null) {
        found.put(content, holders);
      }
    }
    return found;
  }

  @Override
  public void close() {
    peers.clear();
  }
}
