package org.edos.systemtest;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.content.http.HttpContentSource;
import org.edos.physical.dissemination.http.HttpReplicaOffers;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.index.http.HttpIndex;
import org.edos.physical.location.http.HttpLocations;
import org.edos.physical.peer.Entries;
import org.edos.physical.peer.PeerHttp;
import org.edos.role.download.DownloadConfig;
import org.edos.role.download.Downloading;
import org.edos.role.download.UnitDownloads;
import org.edos.role.query.Distribution;
import org.edos.role.query.Querying;
import org.edos.role.replicate.ReplicaPushing;
import org.edos.role.replicate.ReplicatedUnits;

/**
 * Roles of this process, assembled by hand as a program on the Java API does, over the HTTP of a
 * daemon's process. Used by one thread.
 */
final class RoleClient implements AutoCloseable {
  private static final URI SELF = URI.create("http://127.0.0.1:1");

  final ContentStore store;
  final Querying querying;
  final Downloading downloading;
  final UnitDownloads units;
  final ReplicatedUnits replicas;
  private final PeerHttp http = new PeerHttp();

  /** Asks a daemon, and keeps contents in a folder. */
  RoleClient(EdosDaemon entry, Path folder) {
    Clock clock = Clock.systemUTC();
    Entries entries = new Entries(List.of(entry.address()));
    HttpIndex index = new HttpIndex(http, entries);
    HttpLocations locations = new HttpLocations(http, entries);
    HttpContentSource source = new HttpContentSource(http);
    this.store = FileContentStore.open(folder, 1L << 30);
    this.querying =
        new Querying(
            new Querying.Parts(
                index, locations, new MemoryDocumentStore(), Distribution.of(index), clock));
    this.downloading =
        new Downloading(
            new Downloading.Parts(
                store,
                locations,
                source,
                entries::inOrder,
                content -> List.of(),
                OriginFiles.none(),
                SELF),
            DownloadConfig.DEFAULT);
    this.units = new UnitDownloads(index, store, downloading, event -> {});
    this.replicas =
        new ReplicatedUnits(
            new ReplicatedUnits.Parts(
                index,
                store,
                locations,
                new MemoryDocumentStore(),
                source,
                this::fetch,
                new ReplicaPushing(new HttpReplicaOffers(http), SELF, clock),
                SELF,
                false));
  }

  private Map<Sha256, String> fetch(Map<Sha256, Long> contents) {
    return downloading.fetch(contents, event -> {}).failed();
  }

  @Override
  public void close() {
    downloading.close();
    querying.close();
    store.close();
    http.close();
  }
}
