package org.edos.physical.location.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.location.PeerAddress;
import org.edos.physical.peer.Entries;
import org.edos.physical.peer.HeldContents;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * The replica locations kept by a mirror or a publisher. What it answers is held against the
 * request: other hashes, and addresses that are no peer's, are dropped. Every call may fail with
 * {@link EdosException} (external) when all of the peers are away. Safe for use by many threads.
 */
public final class HttpLocations implements LocationIndex {
  private static final long MAX_ANSWER = 64L << 20;

  private final PeerHttp http;
  private final Entries entries;

  /** Asks one peer, at {@code http://host:port}. */
  public HttpLocations(PeerHttp http, URI entry) {
    this(http, new Entries(List.of(entry)));
  }

  /** Asks whichever of these answers. */
  public HttpLocations(PeerHttp http, Entries entries) {
    this.http = http;
    this.entries = entries;
  }

  @Override
  public void announce(URI peer, Collection<Sha256> contents) {
    tell("/api/v1/locations", peer, contents);
  }

  @Override
  public void withdraw(URI peer, Collection<Sha256> contents) {
    tell("/api/v1/locations/withdraw", peer, contents);
  }

  private void tell(String path, URI peer, Collection<Sha256> contents) {
    for (List<Sha256> batch : batches(contents)) {
      entries.ask(entry ->
          http.call(
              PeerRequest.postJson(entry.resolve(path), new HeldContents(peer, batch)),
              MAX_ANSWER));
    }
  }

  @Override
  public Map<Sha256, Set<URI>> locate(Collection<Sha256> contents) {
    Map<Sha256, Set<URI>> found = new HashMap<>();
    for (List<Sha256> batch : batches(contents)) {
      Map<Sha256, Set<URI>> answer = entries.ask(entry -> ask(entry, batch));
      for (Sha256 content : batch) {
        Set<URI> peers =
            Optional.ofNullable(answer.get(content)).stream()
                .flatMap(Set::stream)
                .flatMap(HttpLocations::checked)
                .collect(Collectors.toSet());
        if (!peers.isEmpty()) {
          found.put(content, peers);
        }
      }
    }
    return found;
  }

  private Map<Sha256, Set<URI>> ask(URI entry, List<Sha256> batch) {
    URI uri = entry.resolve("/api/v1/locations/query");
    byte[] json = http.call(PeerRequest.postJson(uri, batch), MAX_ANSWER).body();
    return PeerJson.read(json, new TypeReference<Map<Sha256, Set<URI>>>() {});
  }

  private static Stream<URI> checked(@Nullable URI peer) {
    try {
      return peer == null ? Stream.empty() : Stream.of(PeerAddress.of(peer));
    } catch (EdosException e) {
      return Stream.empty();
    }
  }

  private static List<List<Sha256>> batches(Collection<Sha256> contents) {
    List<Sha256> all = List.copyOf(contents);
    List<List<Sha256>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += HeldContents.MOST) {
      batches.add(all.subList(from, Math.min(all.size(), from + HeldContents.MOST)));
    }
    return batches;
  }

  @Override
  public void close() {
    // The connections are the caller's.
  }
}
