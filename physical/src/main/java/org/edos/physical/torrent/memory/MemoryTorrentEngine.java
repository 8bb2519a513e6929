package org.edos.physical.torrent.memory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus;
import org.edos.core.unit.Sha256;
import org.edos.physical.torrent.Share;
import org.edos.physical.torrent.SharingPolicy;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.TorrentRequest;
import org.edos.physical.torrent.WebSeeds;

/**
 * A torrent engine whose peers are the engines at the same hub. Each download has a thread of its
 * own.
 */
public final class MemoryTorrentEngine implements TorrentEngine {
  private record Joined(Member member, Optional<Thread> worker) {}

  private final MemorySwarm hub;
  private final Map<String, Joined> joined = new HashMap<>();
  private volatile SharingPolicy policy = SharingPolicy.limited(0, 0);

  /** An engine without torrents. */
  public MemoryTorrentEngine(MemorySwarm hub) {
    this.hub = hub;
  }

  @Override
  public void seed(Torrent torrent, Map<Sha256, Path> files) {
    var request = TorrentRequest.seed(torrent, files);
    join(new Member(request, false), false);
  }

  @Override
  public void download(
      Torrent torrent, Map<Sha256, Path> wanted, Map<Sha256, Path> here, Share share) {
    join(new Member(TorrentRequest.download(torrent, wanted, here, share), true), true);
  }

  private synchronized void join(Member member, boolean downloads) {
    if (joined.containsKey(member.infoHash())) {
      return;
    }
    hub.join(member);
    var worker =
        downloads
            ? Optional.of(Thread.ofVirtual().start(() -> fetch(member)))
            : Optional.<Thread>empty();
    joined.put(member.infoHash(), new Joined(member, worker));
  }

  private void fetch(Member member) {
    Set<Member> liars = new HashSet<>();
    try {
      member.check();
      hub.changed();
      while (!member.done()) {
        long seen = hub.changes();
        if (!fetchSome(member, liars)) {
          hub.awaitChange(seen);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      member.fail(
          "cannot write: " + e.getMessage() + "; free some space and add the torrent again");
    }
  }

  /** Fetches one piece from each peer that has one; says whether there was any. */
  private boolean fetchSome(Member member, Set<Member> liars)
      throws IOException, InterruptedException {
    var others = hub.others(member);
    member.connected(others.size());
    boolean any = false;
    for (var other : others) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      var pieces = liars.contains(other) ? List.<Integer>of() : member.wantedFrom(other, others);
      if (!pieces.isEmpty()) {
        int piece = pieces.getFirst();
        var bytes = other.give(piece);
        if (bytes.isPresent()) {
          any = true;
          if (member.take(piece, bytes.get())) {
            hub.changed();
          } else {
            liars.add(other);
          }
        }
      }
    }
    return any;
  }

  @Override
  public void moved(String infoHash, Map<Sha256, Path> files) {
    var member = find(infoHash).member();
    TorrentRequest.checkWhole(member.torrent(), files);
    member.move(files);
    hub.changed();
  }

  /** Checks the addresses; there is no network to fetch from. */
  @Override
  public void webSeeds(String infoHash, List<URI> addresses) {
    find(infoHash);
    WebSeeds.checked(addresses);
  }

  /** The hub knows everyone. */
  @Override
  public void meet(List<InetSocketAddress> engines) {}

  private synchronized Joined find(String infoHash) {
    return Optional.ofNullable(joined.get(infoHash))
        .orElseThrow(() ->
            EdosException.notFound("no torrent " + infoHash + " is shared here; add it first"));
  }

  @Override
  public boolean remove(String infoHash) {
    Optional<Joined> found;
    synchronized (this) {
      found = Optional.ofNullable(joined.remove(infoHash));
    }
    found.ifPresent(this::leave);
    return found.isPresent();
  }

  private void leave(Joined leaving) {
    hub.leave(leaving.member());
    leaving
        .worker()
        .ifPresent(worker -> {
          worker.interrupt();
          try {
            worker.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public synchronized Set<Sha256> finished(String infoHash) {
    return Optional.ofNullable(joined.get(infoHash))
        .map(found -> found.member().finished())
        .orElse(Set.of());
  }

  @Override
  public synchronized List<SwarmStatus> status() {
    return joined.values().stream().map(j -> j.member().status()).toList();
  }

  /** Says so, and slows nothing down. */
  @Override
  public void share(SharingPolicy other) {
    policy = other;
  }

  @Override
  public SharingPolicy sharing() {
    return policy;
  }

  @Override
  public SharingPolicy.Limits limits() {
    return policy.limitsAt(LocalTime.now(ZoneId.systemDefault()));
  }

  @Override
  public void close() {
    List<String> all;
    synchronized (this) {
      all = List.copyOf(joined.keySet());
    }
    all.forEach(this::remove);
  }
}
