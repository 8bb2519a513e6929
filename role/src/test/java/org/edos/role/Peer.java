package org.edos.role;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.WishList;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.dissemination.CrowdDesk;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.physical.torrent.memory.MemoryTorrentEngine;
import org.edos.role.download.CrowdMember;
import org.edos.role.download.DownloadConfig;
import org.edos.role.download.DownloadEvent;
import org.edos.role.download.Downloading;
import org.edos.role.download.Wishes;

/**
 * A peer that takes part in the flash crowds of a {@link Machine}; it can be restarted on what it
 * has written down.
 */
final class Peer implements AutoCloseable {
  static final DownloadConfig CONFIG =
      new DownloadConfig(4, Duration.ofMillis(20), Duration.ofSeconds(60));

  final PeerId id;
  final URI address;
  final ContentStore store;
  final MemoryDocumentStore documents = new MemoryDocumentStore();
  final List<DownloadEvent> events = new CopyOnWriteArrayList<>();
  private final Machine publisher;
  private final Network network;
  private final MemorySwarm hub;
  private final CrowdDesk desk;
  MemoryTorrentEngine engine;
  Downloading downloading;
  CrowdMember member;

  Peer(
      int number,
      Path folder,
      Machine publisher,
      Network network,
      MemorySwarm hub,
      CrowdDesk desk) {
    this.id = new PeerId("%016x".formatted(number));
    this.address = URI.create("http://127.0.0.1:" + (1000 + number));
    this.store = FileContentStore.open(folder, Long.MAX_VALUE);
    this.publisher = publisher;
    this.network = network;
    this.hub = hub;
    this.desk = desk;
    network.stores.put(address, store);
    start();
  }

  void start() {
    engine = new MemoryTorrentEngine(hub);
    downloading =
        new Downloading(
            new Downloading.Parts(
                store,
                publisher.locations,
                network,
                () -> List.of(publisher.address),
                content -> List.of(),
                OriginFiles.none(),
                address),
            CONFIG);
    member =
        new CrowdMember(
            new CrowdMember.Parts(store, documents, desk, engine, downloading, id, publisher.clock),
            CONFIG,
            publisher.index::composition,
            events::add);
  }

  void stop() {
    member.close();
    downloading.close();
    engine.close();
  }

  void join(URI crowd, ReleaseId release, Predicate<Composition.Entry> selected) {
    SignedComposition signed = publisher.index.composition(release).orElseThrow();
    Composition composition = CompositionXml.read(signed.xml());
    WishList wishes = Wishes.missing(composition, signed.digest(), id, store, selected);
    member.join(crowd, composition, wishes);
  }

  Optional<DownloadEvent.CrowdDone> done() {
    return events.stream()
        .flatMap(e ->
            e instanceof DownloadEvent.CrowdDone done
                ? Optional.of(done).stream()
                : Optional.<DownloadEvent.CrowdDone>empty().stream())
        .findFirst();
  }

  boolean missed() {
    return events.stream().anyMatch(DownloadEvent.CrowdMissed.class::isInstance);
  }

  boolean has(Composition composition, Predicate<Composition.Entry> selected) {
    return composition.entries().stream()
        .filter(selected)
        .allMatch(entry -> store.contains(entry.sha256()));
  }

  @Override
  public void close() {
    stop();
    store.close();
  }
}
