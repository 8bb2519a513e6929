package org.edos.examples.actor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.actor.Client;
import org.edos.actor.Got;
import org.edos.actor.PeerParts;
import org.edos.actor.PeopleParts;
import org.edos.actor.Publisher;
import org.edos.actor.WishParts;
import org.edos.core.EdosException;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.Sha256;
import org.edos.physical.audit.memory.MemoryAuditLog;
import org.edos.physical.channel.LocalHeads;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.channel.memory.MemoryHeadBoard;
import org.edos.physical.channel.memory.MemoryInbox;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.files.DirectoryTree;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.dissemination.ReplicaOffers;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.physical.membership.Members;
import org.edos.physical.solver.sat4j.Sat4jSolver;
import org.edos.physical.torrent.Tracker;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.physical.torrent.memory.MemoryTorrentEngine;
import org.edos.physical.trust.ed25519.Ed25519Check;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.physical.trust.openpgp.OpenPgpSigner;
import org.edos.physical.trust.x509.X509Authority;
import org.edos.physical.xquery.saxon.SaxonQueries;
import org.edos.role.admit.Admitting;
import org.edos.role.publish.HeadSigning;
import org.edos.role.publish.PublishConfig;

/**
 * The actor level: who a peer is. A publisher and a client, each whole, in one process; what
 * between machines is HTTP and a grid is here a few objects that both are given. The client trusts
 * nothing because of that: it checks the release's signature and every byte as it always does.
 *
 * <pre>java ... org.edos.examples.actor.PublisherAndClient FOLDER-OF-PACKAGES WORKING-FOLDER</pre>
 */
public final class PublisherAndClient implements AutoCloseable {
  private static final URI PUBLISHER = URI.create("http://127.0.0.1:1");
  private static final URI CLIENT = URI.create("http://127.0.0.1:2");

  private final Path work;
  private final Clock clock = Clock.systemUTC();

  // What the indexing network shares, and what carries bytes.
  private final MemoryIndex index = new MemoryIndex();
  private final MemoryChannelLog channels = new MemoryChannelLog(clock);
  private final MemoryHeadBoard heads = new MemoryHeadBoard();
  private final MemoryLocationIndex locations = new MemoryLocationIndex();
  private final MemorySwarm swarm = new MemorySwarm();
  private final Map<URI, ContentStore> stores = new ConcurrentHashMap<>();

  private final Publisher publisher;
  private final Client client;

  private PublisherAndClient(Path work) {
    this.work = work;
    this.publisher = publisher(peer(PUBLISHER, List.of()));
    this.client = new Client(peer(CLIENT, List.of(PUBLISHER)));
  }

  /** Runs it on a folder of packages. */
  public static void main(String[] args) {
    Got got = run(Path.of(args[0]), Path.of(args[1]));
    got.files().forEach(file -> System.out.println(file.fileName() + " " + file.size()));
  }

  /** The publisher publishes a folder, and the client gets all of the release. */
  public static Got run(Path packages, Path work) {
    try (PublisherAndClient both = new PublisherAndClient(work)) {
      PublishedRelease release =
          both.publisher.publish(packages, "example", Optional.empty(), Optional.empty());
      return both.client.get(List.of(release.id().collection()));
    }
  }

  /** What every actor needs of its machine, and whom it asks. */
  private PeerParts peer(URI self, List<URI> entries) {
    Path home = work.resolve("peer" + self.getPort());
    ContentStore store = FileContentStore.open(home.resolve("store"), 1L << 30);
    stores.put(self, store);
    return new PeerParts(
        self.toString(),
        self,
        clock,
        Ed25519Key.loadOrCreate(home.resolve("peer.key")),
        new Ed25519Check(),
        Optional.empty(), // trusts the first publisher that it meets
        store,
        new MemoryDocumentStore(),
        index,
        locations,
        channels,
        Optional.empty(),
        new LocalHeads(heads, channels),
        new MemoryInbox(),
        Optional.empty(),
        this::open,
        OriginFiles.none(),
        new NoFlashCrowds(),
        ReplicaOffers.none(),
        new MemoryTorrentEngine(swarm),
        Members.none(),
        new SaxonQueries(),
        new Sat4jSolver(),
        WishParts.NONE,
        PeopleParts.NONE,
        () -> entries);
  }

  /** What a publisher needs besides. */
  private Publisher publisher(PeerParts parts) {
    Path home = work.resolve("publisher");
    return new Publisher(
        parts,
        new Publisher.Parts(
            index,
            channels,
            DirectoryTree::open,
            RootSignatures.unchecked(),
            OpenPgpSigner.loadOrCreate(home.resolve("openpgp.key"), "Edos example"),
            new Tracker(clock),
            new Admitting(
                new Admitting.Parts(
                    parts.documents(),
                    X509Authority.loadOrCreate(home.resolve("network"), clock),
                    clock,
                    PUBLISHER,
                    parts.key().publicKey(),
                    "publisher",
                    List::of)),
            PublishConfig.DEFAULT,
            (peer, offer) -> {
              throw EdosException.external("nobody is pushed to");
            },
            heads,
            HeadSigning.Config.DEFAULT,
            new MemoryAuditLog(),
            home.resolve("publishing")));
  }

  /** Bytes of another peer: between machines, HttpContentSource asks its daemon for them. */
  private InputStream open(URI peer, Sha256 content, long size) {
    return Optional.ofNullable(stores.get(peer))
        .flatMap(store -> store.find(content))
        .map(found -> {
          try {
            InputStream bytes = found.open(0);
            return bytes;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        })
        .orElseThrow(() -> EdosException.notFound(peer + " does not have " + content));
  }

  @Override
  public void close() {
    client.close();
    publisher.close();
    stores.values().forEach(ContentStore::close);
    channels.close();
  }
}
