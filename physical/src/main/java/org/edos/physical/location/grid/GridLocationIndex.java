package org.edos.physical.location.grid;

import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.edos.core.unit.Sha256;
import org.edos.physical.grid.GridCache;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.location.PeerAddress;

/**
 * Locations in the grid, changed at each content's owner, some thousands to a message. Safe for use
 * by many threads and several nodes. Closing it leaves the node open.
 */
public final class GridLocationIndex implements LocationIndex {
  private static final int BATCH = 4096;

  private final GridCache<String, String> peers;

  /** Opens the locations of a grid. */
  public GridLocationIndex(GridNode node) {
    this.peers = node.cache("locations", Placement.SHARED);
  }

  @Override
  public void announce(URI peer, Collection<Sha256> contents) {
    change(peer, contents, true);
  }

  @Override
  public void withdraw(URI peer, Collection<Sha256> contents) {
    change(peer, contents, false);
  }

  private void change(URI peer, Collection<Sha256> contents, boolean add) {
    String address = PeerAddress.of(peer).toString();
    inBatches(contents, keys -> peers.invokeAll(keys, new PeerChange(), address, add));
  }

  @Override
  public Map<Sha256, Set<URI>> locate(Collection<Sha256> contents) {
    Map<Sha256, Set<URI>> found = new HashMap<>();
    inBatches(
        contents,
        keys ->
            peers.getAll(keys).forEach((key, value) -> found.put(new Sha256(key), uris(value))));
    return found;
  }

  private static Set<URI> uris(String value) {
    Set<URI> uris = new LinkedHashSet<>();
    for (String peer : value.split("\n")) {
      uris.add(URI.create(peer));
    }
    return Collections.unmodifiableSet(uris);
  }

  /** In order of key, so that two bulk operations never wait for each other in a circle. */
  private static void inBatches(Collection<Sha256> contents, Consumer<Set<String>> operation) {
    List<String> keys = contents.stream().map(Sha256::hex).sorted().distinct().toList();
    for (int from = 0; from < keys.size(); from += BATCH) {
      operation.accept(new TreeSet<>(keys.subList(from, Math.min(keys.size(), from + BATCH))));
    }
  }

  @Override
  public void close() {}
}
