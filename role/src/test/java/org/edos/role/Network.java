package org.edos.role;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentSource;
import org.edos.physical.content.ContentStore;

/**
 * Where contents are fetched from: the stores of the peers themselves, some of which may lie or be
 * away.
 */
public final class Network implements ContentSource {
  public final Map<URI, ContentStore> stores = new ConcurrentHashMap<>();
  public final Set<URI> away = ConcurrentHashMap.newKeySet();
  public final Set<URI> corrupt = ConcurrentHashMap.newKeySet();
  public final AtomicInteger opened = new AtomicInteger();

  @Override
  public InputStream open(URI peer, Sha256 id, long size) {
    opened.incrementAndGet();
    ContentStore store = stores.get(peer);
    if (store == null || away.contains(peer)) {
      throw EdosException.external("cannot reach " + peer);
    }
    var content =
        store.find(id).orElseThrow(() -> EdosException.notFound(peer + " does not have " + id));
    try (InputStream in = content.open(0)) {
      byte[] bytes = in.readAllBytes();
      if (corrupt.contains(peer)) {
        bytes[0] ^= 1;
      }
      return new ByteArrayInputStream(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
