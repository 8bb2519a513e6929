package org.edos.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.channel.Channel;
import org.edos.core.channel.Subscription;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.Composition;
import org.edos.core.release.Origin;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.SignedComposition;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.Wanted;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.physical.audit.memory.MemoryAuditLog;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.LocalHeads;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.channel.memory.MemoryHeadBoard;
import org.edos.physical.channel.memory.MemoryInbox;
import org.edos.physical.content.ContentSource;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.files.DirectoryTree;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.dissemination.ReplicaOffers;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.index.IndexReader;
import org.edos.physical.index.ReleaseSource;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.physical.membership.memory.MemoryMembers;
import org.edos.physical.solver.memory.MemorySolver;
import org.edos.physical.torrent.Tracker;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.physical.torrent.memory.MemoryTorrentEngine;
import org.edos.physical.trust.ed25519.Ed25519Check;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.physical.trust.openpgp.OpenPgpSigner;
import org.edos.physical.trust.x509.X509Authority;
import org.edos.role.admit.Admitting;
import org.edos.role.publish.HeadSigning;
import org.edos.role.publish.PublishConfig;
import org.edos.role.replicate.ReplicateConfig;
import org.edos.testkit.MovingClock;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher, its mirror and a client of the mirror, wired to one another in one process. */
class PeersTest {
  private static final Duration WINDOW = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final MovingClock clock = new MovingClock();
  private final MemorySwarm hub = new MemorySwarm();
  private final Map<URI, ContentStore> stores = new ConcurrentHashMap<>();
  private final List<AutoCloseable> closing = new ArrayList<>();
  private final MemoryLocationIndex locations = new MemoryLocationIndex();
  private final MemoryIndex index = new MemoryIndex();
  private final MemoryChannelLog channels = new MemoryChannelLog(clock);
  private final MemoryHeadBoard heads = new MemoryHeadBoard();
  private final MemoryIndex mirrorIndex = new MemoryIndex();
  private final MemoryChannelLog mirrorChannels = new MemoryChannelLog(clock);
  private final MemoryMembers.Network network = new MemoryMembers.Network();
  private WishParts wishes = WishParts.NONE;
  private Publisher publisher;
  private Path tree;

  private final List<String> fromOrigin = new CopyOnWriteArrayList<>();
  private final OriginFiles origins = this::atOrigin;

  @BeforeEach
  void open() throws IOException {
    tree = Files.createDirectories(folder.resolve("in"));
    for (Path deb : TestData.debs().subList(0, 5)) {
      Files.copy(deb, tree.resolve(deb.getFileName()));
    }
    publisher =
        add(
            new Publisher(
                parts(1, index, channels, new MemoryDocumentStore(), List.of()),
                new Publisher.Parts(
                    index,
                    channels,
                    DirectoryTree::open,
                    RootSignatures.unchecked(),
                    OpenPgpSigner.loadOrCreate(folder.resolve("openpgp.key"), "Edos test"),
                    new Tracker(clock),
                    new Admitting(
                        new Admitting.Parts(
                            new MemoryDocumentStore(),
                            X509Authority.loadOrCreate(folder.resolve("network"), clock),
                            clock,
                            address(1),
                            "00".repeat(32),
                            "publisher",
                            List::of)),
                    PublishConfig.DEFAULT,
                    (peer, offer) -> publisher.id(),
                    heads,
                    HeadSigning.Config.DEFAULT,
                    new MemoryAuditLog(),
                    folder.resolve("publishing"))));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : closing.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T add(T one) {
    closing.add(one);
    return one;
  }

  private static URI address(int number) {
    return URI.create("http://127.0.0.1:" + (1000 + number));
  }

  private PeerParts parts(
      int number,
      IndexReader reader,
      ChannelReader channelReader,
      DocumentStore documents,
      List<URI> entries) {
    ContentStore store =
        add(FileContentStore.open(folder.resolve("store" + number), Long.MAX_VALUE));
    stores.put(address(number), store);
    Ed25519Key key = Ed25519Key.generate();
    return new PeerParts(
        "peer" + number,
        address(number),
        clock,
        key,
        new Ed25519Check(),
        Optional.empty(),
        store,
        documents,
        reader,
        locations,
        channelReader,
        Optional.empty(),
        new LocalHeads(heads, channelReader),
        new MemoryInbox(),
        Optional.empty(),
        source(),
        origins,
        new PublisherDesk(() -> publisher, key),
        ReplicaOffers.none(),
        add(new MemoryTorrentEngine(hub)),
        new MemoryMembers(network, "peer" + number, number == 1),
        (program, selected) -> List.of(),
        new MemorySolver(),
        number == 3 ? wishes : WishParts.NONE,
        PeopleParts.NONE,
        () -> entries);
  }

  private Mirror mirror() {
    ReleaseSource releases =
        new ReleaseSource() {
          @Override
          public List<PublishedRelease> releases() {
            return publisher.releases();
          }

          @Override
          public Optional<SignedComposition> composition(ReleaseId release) {
            return index.composition(release);
          }

          @Override
          public void documents(ReleaseId release, Consumer<Document> sink) {
            publisher.documents(release, sink);
          }
        };
    return add(
        new Mirror(
            parts(2, mirrorIndex, mirrorChannels, new MemoryDocumentStore(), List.of(address(1))),
            new Mirror.Parts(
                mirrorIndex,
                mirrorChannels,
                Optional.of(new Mirror.Upstream(releases, channels)),
                new ReplicateConfig(Duration.ofMillis(50), true))));
  }

  private Client client() {
    return add(
        new Client(
            parts(
                3,
                mirrorIndex,
                mirrorChannels,
                new MemoryDocumentStore(),
                List.of(address(2), address(1)))));
  }

  private ContentSource source() {
    return (peer, id, size) ->
        Optional.ofNullable(stores.get(peer))
            .flatMap(store -> store.find(id))
            .map(content -> {
              try {
                InputStream bytes = content.open(0);
                return bytes;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
            .orElseThrow(() -> EdosException.notFound(peer + " does not have " + id));
  }

  private static boolean hasAll(Peer peer, Composition composition) {
    return composition.contents().keySet().stream()
        .allMatch(hash -> peer.content(hash).isPresent());
  }

  @Test
  void aMirrorCarriesAReleaseAndAClientServesItsFiles() throws IOException {
    PublishedRelease release = publisher.publish(tree, "demo", Optional.empty(), Optional.empty());
    Mirror mirror = mirror();
    Client client = client();
    await().until(() -> mirror.releases().size() == 1);
    await().until(() -> hasAll(mirror, publisher.composition(release.id())));
    RepositoryPath root = new RepositoryPath("dists/edos/Release");
    try (InputStream bytes = client.file("demo", root).open(0)) {
      assertThat(new String(bytes.readAllBytes())).contains("Suite: edos");
    }
    assertThat(client.status().publisherKey()).isEqualTo(publisher.status().key());
    assertThat(publisher.status().publisherKey()).isEqualTo(publisher.status().key());
    assertThat(client.get(List.of(release.id().collection())).problems()).isEmpty();
    assertThatThrownBy(() -> client.file("demo", new RepositoryPath("none")))
        .hasMessageContaining("no file none");
  }

  @Test
  void aReleaseWithAFlashCrowdReachesTheMirrorAndASubscribedClientThroughTheSwarm() {
    Mirror mirror = mirror();
    Client client = client();
    client
        .channels()
        .subscribe(new Subscription.Terms(Channel.RELEASES, Subscription.Action.DOWNLOAD));
    PublishedRelease release =
        publisher.publish(tree, "demo", Optional.empty(), Optional.of(WINDOW));
    await().until(() -> publisher.crowd(release.id()).wishLists() == 2);
    clock.move(WINDOW);
    await().until(() -> publisher.crowd(release.id()).donePeers() == 2);
    Composition composition = publisher.composition(release.id());
    assertThat(hasAll(mirror, composition)).isTrue();
    assertThat(hasAll(client, composition)).isTrue();
    assertThat(client.wish("demo", new Wanted.Whole(), false).missingContents()).isZero();
    assertThat(client.channels().notifications(0, 10)).hasSize(1);
  }

  @Test
  void aWithdrawnReleaseTakesItsFlashCrowdAlong() {
    PublishedRelease release =
        publisher.publish(tree, "demo", Optional.of("1"), Optional.of(WINDOW));
    publisher.unpublish(release.id());
    assertThat(publisher.crowds()).isEmpty();
    assertThat(publisher.publish(tree, "demo", Optional.of("1"), Optional.of(WINDOW)).number())
        .isGreaterThan(release.number());
    assertThat(publisher.crowds()).hasSize(1);
  }

  @Test
  void aPublisherServesItsReleasesAlsoWhenTheyAreNoLongerNew() {
    publisher.publish(tree, "demo", Optional.empty(), Optional.empty());
    clock.move(PublishConfig.DEFAULT.validity().plusSeconds(1));
    assertThat(publisher.file("demo", new RepositoryPath("edos.asc")).size()).isPositive();
  }

  @Test
  void aListenerThatFailsHindersNoWork() {
    publisher
        .events()
        .listen(event -> {
          throw new IllegalStateException("the page is gone");
        });
    publisher.publish(tree, "demo", Optional.empty(), Optional.empty());
    assertThat(publisher.releases()).hasSize(1);
  }

  /** The origin has the packages of the folder, wherever its address says that they are. */
  private InputStream atOrigin(URI file, long most) {
    String path = file.getPath();
    fromOrigin.add(path);
    try {
      return Files.newInputStream(tree.resolve(path.substring(path.lastIndexOf('/') + 1)));
    } catch (IOException e) {
      throw EdosException.notFound(file + " is not there");
    }
  }

  /** A release of indexes alone, of whose packages no peer has a byte. */
  private Composition publishFromOrigin(Optional<Duration> window) throws IOException {
    ReleaseId whole = publisher.publish(tree, "demo", Optional.empty(), Optional.empty()).id();
    Path indexes = folder.resolve("indexes");
    for (Composition.Entry entry : publisher.composition(whole).entries()) {
      if (entry.unit() instanceof PackageId) {
        Optional.ofNullable(stores.get(address(1))).orElseThrow().remove(entry.sha256());
        locations.withdraw(address(1), List.of(entry.sha256()));
      } else {
        Path file = indexes.resolve(entry.path().value());
        Files.createDirectories(file.resolve("..").normalize());
        try (InputStream bytes = publisher.file(entry).open(0)) {
          Files.copy(bytes, file);
        }
      }
    }
    publisher.unpublish(whole);
    RepositorySource source =
        new RepositorySource.Folder(
            indexes, Optional.of(Origin.parse("http://origin.example/debian")));
    return publisher.composition(publisher.publish(source, "far", Optional.empty(), window).id());
  }

  /** Whether somebody wishes a package; the mirror may wish each of the indexes, or none. */
  private boolean wishes(Composition composition, Composition.Entry wanted) {
    long packages =
        composition.entries().stream()
            .filter(entry -> entry.unit() instanceof PackageId)
            .mapToLong(Composition.Entry::size)
            .sum();
    long asked = publisher.crowd(composition.id()).wantedBytes();
    return asked == wanted.size() || asked == composition.bytes() - packages + wanted.size();
  }

  private static Composition.Entry anyPackage(Composition composition) {
    return composition.entries().stream()
        .filter(entry -> entry.unit() instanceof PackageId)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMirrorCopiesTheIndexesButNoPackageThatStaysAtItsOrigin() throws IOException {
    Composition composition = publishFromOrigin(Optional.empty());
    Mirror mirror = mirror();
    await()
        .until(() ->
            composition.entries().stream()
                .filter(entry -> !(entry.unit() instanceof PackageId))
                .allMatch(entry -> mirror.content(entry.sha256()).isPresent()));
    assertThat(mirror.content(anyPackage(composition).sha256())).isEmpty();
    assertThat(fromOrigin).isEmpty();
  }

  @Test
  void aPackageComesFromTheOriginOnceAndThenFromThePeerThatHasIt() throws IOException {
    Composition composition = publishFromOrigin(Optional.empty());
    Mirror mirror = mirror();
    Client client = client();
    await().until(() -> mirror.releases().size() == 1);
    Composition.Entry wanted = anyPackage(composition);
    assertThat(client.file("far", wanted.path()).size()).isEqualTo(wanted.size());
    assertThat(mirror.get(List.of(wanted.unit())).problems()).isEmpty();
    assertThat(mirror.content(wanted.sha256())).isPresent();
    assertThat(fromOrigin).containsExactly("/debian/" + wanted.path());
    assertThat(publisher.questions().locate(List.of(wanted.sha256())).get(wanted.sha256()))
        .contains(address(2), address(3));
  }

  @Test
  void aFlashCrowdSeedsWhatWasWishedAfterItCameFromTheOrigin() throws IOException {
    Composition composition = publishFromOrigin(Optional.of(WINDOW));
    mirror();
    Client client = client();
    await().until(() -> client.releases().size() == 1);
    Composition.Entry wanted = anyPackage(composition);
    String select = "name:" + wanted.unit().name();
    assertThat(client.wish("far", new Wanted.Matching(select), true).handedIn()).isTrue();
    await().until(() -> wishes(composition, wanted));
    clock.move(WINDOW);
    await().until(() -> client.content(wanted.sha256()).isPresent());
    assertThat(fromOrigin).containsExactly("/debian/" + wanted.path());
  }

  @Test
  void aFlashCrowdWhoseOriginIsAwaySaysSoAndIsOver() throws IOException {
    Composition composition = publishFromOrigin(Optional.of(WINDOW));
    mirror();
    Client client = client();
    await().until(() -> client.releases().size() == 1);
    Composition.Entry wanted = anyPackage(composition);
    Files.delete(tree.resolve(wanted.path().fileName()));
    List<String> problems = new CopyOnWriteArrayList<>();
    publisher.events().listen(event -> problems.add(event.message()));
    client.wish("far", new Wanted.Matching("name:" + wanted.unit().name()), true);
    await().until(() -> wishes(composition, wanted));
    clock.move(WINDOW);
    await()
        .until(() ->
            problems.stream()
                .anyMatch(message -> message.contains("not to be had from the origin")));
    assertThat(publisher.crowd(composition.id()).phase()).isEqualTo(CrowdStatus.Phase.CLOSED);
  }
}
