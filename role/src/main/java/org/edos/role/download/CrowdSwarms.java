package org.edos.role.download;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.WebSeeds;
import org.edos.role.download.JoinedCrowd.Swarm;

/**
 * What happens between the torrent engine and the content store: swarms are begun with what is
 * here, each content is verified and taken in as soon as it is whole, and goes on being shared from
 * the store. Of the thread of {@link CrowdMember} alone.
 */
final class CrowdSwarms {
  private static final System.Logger LOG = System.getLogger(CrowdSwarms.class.getName());

  private final ContentStore store;
  private final TorrentEngine engine;
  private final Downloading downloading;
  private final Consumer<DownloadEvent> events;

  CrowdSwarms(CrowdMember.Parts parts, Consumer<DownloadEvent> events) {
    this.store = parts.store();
    this.engine = parts.engine();
    this.downloading = parts.downloading();
    this.events = events;
  }

  /**
   * Downloads what is wanted of a swarm's contents and not here yet, and shares what is. Begins
   * anew where the engine has it already, since it may know files that are elsewhere by now. One of
   * a paused crowd waits.
   */
  void begin(JoinedCrowd crowd, Swarm swarm) {
    if (crowd.isPaused()) {
      return;
    }
    crowd.renews(swarm);
    engine.remove(swarm.infoHash());
    Map<Sha256, Path> staged = new HashMap<>();
    Map<Sha256, Path> here = new HashMap<>();
    Set<Sha256> had = new HashSet<>();
    for (Torrent.Entry file : swarm.torrent().files()) {
      Sha256 content = file.content();
      var found = store.find(content);
      if (found.isPresent()) {
        store.discard(content);
        had.add(content);
        found.get().file().ifPresent(path -> here.put(content, path));
      } else if (crowd.wants(swarm, content)) {
        staged.put(content, store.stage(content, file.size()));
      }
    }
    crowd.took(swarm, had);
    if (!staged.isEmpty()) {
      crowd.downloading(swarm, staged.keySet());
      engine.download(swarm.torrent(), staged, here, swarm.share());
      return;
    }
    if (here.size() == swarm.torrent().files().size()) {
      engine.seed(swarm.torrent(), here);
    } else if (!here.isEmpty()) {
      engine.download(swarm.torrent(), Map.of(), here, swarm.share());
    }
    crowd.settled(swarm);
  }

  /**
   * Verifies the contents that have become whole and goes on sharing them out of the store.
   *
   * @param others the other crowds, which may be fetching the same contents
   */
  void takeIn(JoinedCrowd crowd, List<JoinedCrowd> others) {
    for (Swarm swarm : crowd.unsettled()) {
      Set<Sha256> whole = new HashSet<>(crowd.downloading(swarm));
      if (!crowd.isWhole(swarm)) {
        whole.retainAll(engine.finished(swarm.infoHash()));
      }
      if (!whole.isEmpty()) {
        takeIn(crowd, swarm, whole, others);
      } else if (crowd.downloading(swarm).isEmpty()) {
        crowd.settled(swarm);
      }
    }
  }

  private void takeIn(JoinedCrowd crowd, Swarm swarm, Set<Sha256> whole, List<JoinedCrowd> others) {
    Map<Sha256, Path> moved = new HashMap<>();
    Set<Sha256> verified = new HashSet<>();
    Set<Sha256> wrong = new HashSet<>();
    for (Sha256 content : whole) {
      try {
        store.adopt(content).file().ifPresent(path -> moved.put(content, path));
        verified.add(content);
      } catch (EdosException e) {
        wrong.add(content);
        events.accept(new DownloadEvent.SourceFailed(content, crowd.address(), e.getMessage()));
      }
    }
    others.forEach(other -> arrivedOtherwise(other, verified));
    crowd.took(swarm, verified);
    if (wrong.isEmpty()) {
      goOnSharing(crowd, swarm, moved);
      verified.forEach(store::discard);
      if (crowd.downloading(swarm).isEmpty()) {
        crowd.settled(swarm);
      }
    } else {
      // What is wrong must not be shared on.
      crowd.tookWrong(wrong);
      begin(crowd, swarm);
    }
    downloading.announce(new ArrayList<>(verified));
  }

  private void goOnSharing(JoinedCrowd crowd, Swarm swarm, Map<Sha256, Path> moved) {
    try {
      engine.moved(swarm.infoHash(), moved);
    } catch (EdosException e) {
      LOG.log(System.Logger.Level.WARNING, "a swarm of " + crowd.release() + " begins anew", e);
      begin(crowd, swarm);
    }
  }

  /** Begins those swarms anew that would go on downloading what has come by another way. */
  private void arrivedOtherwise(JoinedCrowd crowd, Set<Sha256> contents) {
    for (Swarm swarm : crowd.unsettled()) {
      if (!Collections.disjoint(crowd.downloading(swarm), contents)) {
        begin(crowd, swarm);
      }
    }
  }

  /** Has the sources of the plan asked for what the swarms do not bring. */
  void webSeeds(JoinedCrowd crowd) {
    List<URI> contents =
        crowd.assignment().stream()
            .flatMap(assignment -> assignment.sources().stream())
            .limit(WebSeeds.MOST)
            .map(source -> source.resolve("/content/"))
            .toList();
    for (Swarm swarm : crowd.unsettled()) {
      try {
        engine.webSeeds(swarm.infoHash(), contents);
      } catch (EdosException e) {
        LOG.log(System.Logger.Level.WARNING, "no web seeds for " + crowd.release(), e);
      }
    }
  }

  /** Replicas have been asked: what they gave is no more to be downloaded. */
  void asked(JoinedCrowd crowd) {
    for (Swarm swarm : crowd.unsettled()) {
      if (crowd.downloading(swarm).stream().anyMatch(store::contains)) {
        begin(crowd, swarm);
      }
    }
  }

  /**
   * Gives up what swarms have not brought.
   *
   * @param others the other crowds, which may be fetching the same contents
   */
  void giveUp(JoinedCrowd crowd, List<JoinedCrowd> others) {
    Set<Sha256> kept = new HashSet<>();
    others.forEach(
        other -> other.unsettled().forEach(swarm -> kept.addAll(other.downloading(swarm))));
    Set<String> shared = infoHashes(others);
    for (Swarm swarm : crowd.unsettled()) {
      if (!shared.contains(swarm.infoHash())) {
        engine.remove(swarm.infoHash());
      }
      crowd.downloading(swarm).stream()
          .filter(content -> !kept.contains(content))
          .forEach(store::discard);
      crowd.settled(swarm);
    }
  }

  /**
   * Leaves all swarms for a while; what has come of them stays.
   *
   * @param others the other crowds, which may be in the same swarms
   */
  void pause(JoinedCrowd crowd, List<JoinedCrowd> others) {
    crowd.pause();
    removeAll(crowd, others);
  }

  private void removeAll(JoinedCrowd crowd, List<JoinedCrowd> others) {
    Set<String> shared = infoHashes(others);
    crowd.swarms().stream()
        .map(Swarm::infoHash)
        .filter(infoHash -> !shared.contains(infoHash))
        .forEach(engine::remove);
  }

  private static Set<String> infoHashes(List<JoinedCrowd> crowds) {
    return crowds.stream()
        .flatMap(crowd -> crowd.swarms().stream())
        .map(Swarm::infoHash)
        .collect(Collectors.toSet());
  }

  /**
   * Leaves all swarms.
   *
   * @param others the other crowds, which may be in the same swarms
   */
  void leave(JoinedCrowd crowd, List<JoinedCrowd> others) {
    giveUp(crowd, others);
    removeAll(crowd, others);
  }
}
