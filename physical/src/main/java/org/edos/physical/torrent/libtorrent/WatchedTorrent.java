package org.edos.physical.torrent.libtorrent;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.SharingPolicy;
import org.edos.physical.torrent.TorrentRequest;
import org.edos.physical.torrent.WebSeeds;
import org.edos.physical.torrent.libtorrent.Message.Add;
import org.edos.physical.torrent.libtorrent.Message.Place;

/**
 * What the daemon knows of a torrent, over all lives of the engine's process. Guarded by its
 * engine.
 */
final class WatchedTorrent {
  private final TorrentRequest request;
  private final boolean seed;
  private final Map<Sha256, Path> files;
  private final Set<Sha256> stored = new HashSet<>();
  private final Set<String> webSeeds = new LinkedHashSet<>();
  private final Heard heard = new Heard();
  private Optional<Instant> wholeSince = Optional.empty();
  private boolean stopped;

  WatchedTorrent(TorrentRequest request, boolean seed) {
    this.request = request;
    this.seed = seed;
    this.files = new HashMap<>(request.files());
  }

  String infoHash() {
    return request.torrent().infoHash();
  }

  TorrentRequest request() {
    return request;
  }

  Map<Sha256, Path> files() {
    return files;
  }

  /** How to take it up in a new process: what is in the store by now is only read. */
  Add add() {
    int here = stored.size() + request.here().size();
    boolean whole = seed || here == request.torrent().files().size();
    var places = places(files);
    places.addAll(here());
    return new Add(
        request.torrent().metainfo(),
        whole,
        places,
        request.share().first().toByteArray(),
        List.copyOf(webSeeds));
  }

  List<Place> places(Map<Sha256, Path> some) {
    var places = new ArrayList<Place>();
    for (int i = 0; i < request.torrent().files().size(); i++) {
      var content = request.torrent().files().get(i).content();
      var file = some.get(content);
      if (file != null && files.containsKey(content)) {
        places.add(new Place(i, file.toString(), stored.contains(content), true));
      }
    }
    return places;
  }

  private List<Place> here() {
    var places = new ArrayList<Place>();
    for (int i = 0; i < request.torrent().files().size(); i++) {
      var file = request.here().get(request.torrent().files().get(i).content());
      if (file != null) {
        places.add(new Place(i, file.toString(), true, false));
      }
    }
    return places;
  }

  /** Says what changes place. */
  List<Place> move(Map<Sha256, Path> moved) {
    var changes = new HashMap<Sha256, Path>();
    moved.forEach((content, file) -> {
      if (files.containsKey(content)) {
        changes.put(content, file.toAbsolutePath().normalize());
        stored.add(content);
      }
    });
    files.putAll(changes);
    return places(changes);
  }

  /**
   * Keeps further addresses of its contents.
   *
   * @throws EdosException usage if they are too many with those that it has
   */
  void fetchFrom(List<String> addresses) {
    var all = new LinkedHashSet<>(webSeeds);
    all.addAll(addresses);
    if (all.size() > WebSeeds.MOST) {
      throw EdosException.usage("a torrent has at most " + WebSeeds.MOST + " web seeds");
    }
    webSeeds.addAll(addresses);
  }

  /**
   * Whether it has just been shared enough; true once.
   *
   * @param now of the engine's clock
   */
  boolean endsBy(SharingPolicy policy, Instant now) {
    if (seed || stopped || status().state() != SwarmStatus.State.SEEDING) {
      return false;
    }
    if (wholeSince.isEmpty()) {
      wholeSince = Optional.of(now);
    }
    boolean ends = policy.isEnough(status(), Duration.between(wholeSince.get(), now));
    if (ends) {
      stopped = true;
      heard.stopped();
    }
    return ends;
  }

  /** Whether it is no longer shared. */
  boolean isStopped() {
    return stopped;
  }

  Heard heard() {
    return heard;
  }

  SwarmStatus status() {
    return heard.status(infoHash(), wanted());
  }

  /**
   * The contents that have all their pieces; those in the store have, whatever the process says.
   */
  Set<Sha256> finished() {
    var finished = new HashSet<>(stored);
    heard
        .line()
        .ifPresent(last ->
            last.whole().stream()
                .filter(entry -> entry < request.torrent().files().size())
                .forEach(entry -> finished.add(request.torrent().files().get(entry).content())));
    return finished;
  }

  private long wanted() {
    return request.torrent().files().stream()
        .filter(entry -> files.containsKey(entry.content()))
        .mapToLong(entry -> entry.size())
        .sum();
  }
}
