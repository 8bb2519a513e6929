package org.edos.role.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.edos.core.EdosException;
import org.edos.core.gateway.Failing;
import org.edos.core.gateway.Holder;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.Via;
import org.edos.core.network.ContentPlace;
import org.edos.core.unit.Sha256;

/**
 * Who has contents, and how each is asked in turn until one gives it. Safe for use by many threads.
 */
final class Replicas {
  private final Downloading.Parts parts;
  private final ReplicaChoice choice = new ReplicaChoice(System::nanoTime);
  private volatile Neighbours neighbours = new Neighbours.None();

  Replicas(Downloading.Parts parts) {
    this.parts = parts;
  }

  Map<Sha256, Set<URI>> locate(Set<Sha256> contents) {
    if (contents.isEmpty()) {
      return Map.of();
    }
    try {
      return parts.locations().locate(contents);
    } catch (EdosException e) {
      return Map.of();
    }
  }

  /** A replica that was deleted or cannot be read disappears from the locations. */
  private void withdraw(URI peer, Sha256 content, Set<URI> replicas) {
    if (!replicas.contains(peer)) {
      return;
    }
    try {
      parts.locations().withdraw(peer, List.of(content));
    } catch (EdosException e) {
      System.getLogger(Downloading.class.getName())
          .log(System.Logger.Level.DEBUG, "could not withdraw {0}: {1}", peer, e.getMessage());
    }
  }

  /** Whom else to ask from now on, such as neighbours that no location tells of. */
  void find(Neighbours others) {
    neighbours = others;
  }

  /** See {@link Downloading#places}. */
  Map<Sha256, List<ContentPlace>> places(Map<Sha256, Long> contents) {
    Map<Sha256, Set<URI>> replicas = locate(contents.keySet());
    Map<Sha256, List<ContentPlace>> all = new LinkedHashMap<>();
    contents.forEach((content, size) -> {
      List<ContentPlace> places = new ArrayList<>();
      if (parts.store().contains(content)) {
        places.add(new ContentPlace(parts.self(), Via.CACHE, 0));
      }
      places.addAll(places(content, size, replicas.getOrDefault(content, Set.of())));
      all.put(content, places);
    });
    return all;
  }

  private List<ContentPlace> places(Sha256 content, long size, Set<URI> replicas) {
    Map<URI, Via> peers = new LinkedHashMap<>();
    Set<URI> near = new HashSet<>();
    for (Holder holder : neighbours.find(new KnownFile(content, size))) {
      peers.put(holder.peer(), holder.via());
      if (holder.via() == Via.LAN) {
        near.add(holder.peer());
      }
    }
    replicas.forEach(peer -> peers.putIfAbsent(peer, Via.MIRROR));
    Set<URI> order = new LinkedHashSet<>(choice.order(peers.keySet(), near));
    order.addAll(parts.fallbacks().get());
    order.remove(parts.self());
    List<ContentPlace> places = new ArrayList<>();
    for (URI peer : order) {
      Via via = peers.getOrDefault(peer, Via.MIRROR);
      places.add(new ContentPlace(peer, via, choice.measured(peer)));
    }
    for (URI file : parts.origins().apply(content)) {
      places.add(new ContentPlace(file, Via.ORIGIN, 0));
    }
    return places;
  }

  /** Empty when the content is in the store afterwards, else why it is not. */
  String fetch(
      Fetching fetching,
      Set<URI> replicas,
      Consumer<DownloadEvent> progress,
      AtomicInteger done,
      int total) {
    Sha256 content = fetching.content();
    long size = fetching.size();
    try {
      if (parts.store().contains(content)) {
        return ""; // another caller's fetch ended just before this one began
      }
      if (size == 0) {
        parts.store().add(content, 0, InputStream.nullInputStream());
        return "";
      }
      Taking taking = new Taking(this, fetching, progress, done, total);
      String problem = "no peer is known to have it";
      for (ContentPlace place : places(content, size, replicas)) {
        Optional<Failure> failure =
            place.via() == Via.ORIGIN
                ? taking.from(
                    place.address(), () -> parts.originFiles().open(place.address(), size))
                : fromPeer(place, taking, replicas);
        if (failure.isEmpty()) {
          return "";
        }
        problem = failure.get().reason();
      }
      return problem;
    } catch (EdosException e) {
      return e.getMessage();
    }
  }

  /** The order is that of now: what other contents' fetches found out of a peer counts at once. */
  private Optional<Failure> fromPeer(ContentPlace place, Taking taking, Set<URI> replicas) {
    URI peer = place.address();
    Holder holder = new Holder(peer, place.via());
    long started = System.nanoTime();
    Optional<Failure> failure =
        taking.from(peer, () -> parts.source().open(peer, taking.content(), taking.size()));
    if (failure.isEmpty()) {
      long nanos = System.nanoTime() - started;
      choice.gave(peer, taking.size(), nanos);
      neighbours.gave(holder, taking.size(), Duration.ofNanos(nanos));
      return failure;
    }
    Failing how = failure.get().how();
    if (how == Failing.LACKING) {
      choice.lacked(peer);
    } else {
      choice.failed(peer);
    }
    if (how != Failing.AWAY) {
      withdraw(peer, taking.content(), replicas);
    }
    neighbours.failed(holder, new KnownFile(taking.content(), taking.size()), how);
    return failure;
  }

  /** Why a source did not give a content. */
  private record Failure(String reason, Failing how) {}

  /** One content while sources are tried for it. */
  private record Taking(
      Replicas from,
      Fetching fetching,
      Consumer<DownloadEvent> progress,
      AtomicInteger done,
      int total) {
    Sha256 content() {
      return fetching.content();
    }

    long size() {
      return fetching.size();
    }

    /** Empty when the content is in the store afterwards, else why it is not. */
    Optional<Failure> from(URI source, Supplier<InputStream> opening) {
      try (InputStream bytes = fetching.counted(opened(opening))) {
        from.parts.store().add(content(), size(), bytes);
        progress.accept(
            new DownloadEvent.Fetched(content(), size(), source, done.incrementAndGet(), total));
        return Optional.empty();
      } catch (EdosException e) {
        return switch (e.category()) {
          case EXHAUSTED -> throw e;
          case NOT_FOUND -> failed(source, e.getMessage(), Failing.LACKING);
          case REFUSED -> failed(source, e.getMessage(), Failing.LYING);
          case USAGE, CONFLICT, EXTERNAL -> failed(source, e.getMessage(), Failing.AWAY);
        };
      } catch (IOException e) {
        return failed(source, e.toString(), Failing.AWAY);
      }
    }

    /** Whatever ails the source, a limit of its own too, is a reason to ask the next. */
    private static InputStream opened(Supplier<InputStream> opening) {
      try {
        return opening.get();
      } catch (RuntimeException e) {
        if (e instanceof EdosException known
            && known.category() == EdosException.Category.NOT_FOUND) {
          throw known;
        }
        throw EdosException.external(
            String.valueOf(e instanceof EdosException ? e.getMessage() : e), e);
      }
    }

    private Optional<Failure> failed(URI source, String reason, Failing how) {
      progress.accept(new DownloadEvent.SourceFailed(content(), source, reason));
      return Optional.of(new Failure(source + ": " + reason, how));
    }
  }
}
