package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.Client;
import org.edos.actor.Mirror;
import org.edos.actor.PeerEvent;
import org.edos.actor.PeerParts;
import org.edos.actor.PeopleParts;
import org.edos.actor.WishParts;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.ChannelFreshness;
import org.edos.core.channel.ChannelFreshness.State;
import org.edos.core.channel.SignedHead;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.Heads;
import org.edos.physical.channel.LocalHeads;
import org.edos.physical.channel.http.HttpChannels;
import org.edos.physical.channel.http.HttpHeads;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.channel.memory.MemoryHeadBoard;
import org.edos.physical.channel.memory.MemoryInbox;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.content.http.HttpContentSource;
import org.edos.physical.dissemination.PeerSignature;
import org.edos.physical.dissemination.http.HttpCrowdDesk;
import org.edos.physical.dissemination.http.HttpReplicaOffers;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.index.IndexReader;
import org.edos.physical.index.http.HttpIndex;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.physical.membership.Members;
import org.edos.physical.peer.Entries;
import org.edos.physical.solver.sat4j.Sat4jSolver;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.physical.torrent.memory.MemoryTorrentEngine;
import org.edos.physical.trust.ed25519.Ed25519Check;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.physical.xquery.saxon.SaxonQueries;
import org.edos.role.replicate.ReplicateConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client that has met the publisher, and then comes back to mirrors that are not honest; every
 * peer is a real daemon's server.
 */
class FreshnessOverHttpTest {
  @TempDir Path folder;
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private TestPublisher publisher;
  private int homes;

  @BeforeEach
  void open() throws IOException {
    publisher = add(new TestPublisher(folder));
    publisher.publish("first", "1");
    publisher.publish("second", "1");
    awaitHead(2);
    try (Client client = client(Clock.systemUTC(), publisher.address)) {
      awaitState(client, State.FRESH);
      assertThat(view(client).orElseThrow().newest()).isEqualTo(2);
    }
  }

  @AfterEach
  void close() throws Exception {
    while (!closing.isEmpty()) {
      closing.pop().close();
    }
  }

  private <T extends AutoCloseable> T add(T one) {
    closing.push(one);
    return one;
  }

  private void awaitHead(long last) {
    await().until(() -> head().filter(head -> head.head().last() == last).isPresent());
  }

  private Optional<SignedHead> head() {
    try {
      return Optional.of(publisher.publisher.freshness().head(Caller.ANYBODY, Channel.RELEASES));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<ChannelFreshness> view(Client client) {
    return client.freshness().report(Caller.ANYBODY).channels().stream().findFirst();
  }

  private static void awaitState(Client client, State state) {
    await().until(() -> view(client).filter(v -> v.state() == state).isPresent());
  }

  private static void awaitProblem(Client client, String... words) {
    await()
        .untilAsserted(() ->
            assertThat(client.events().after(0))
                .filteredOn(event -> event.activity() == PeerEvent.Activity.PROBLEM)
                .anySatisfy(event -> assertThat(event.message()).contains(words)));
  }

  private List<ChannelEvent> told() {
    return publisher.publisher.channels().events(Caller.ANYBODY, Channel.RELEASES, 0, 100);
  }

  /** A client that remembers what the one before it accepted. */
  private Client client(Clock clock, URI... asked) {
    Entries entries = new Entries(List.of(asked));
    HttpChannels channels =
        add(new HttpChannels(publisher.http, entries, HttpChannels.Pauses.DEFAULT));
    return new Client(
        parts(
            clock,
            documents,
            new HttpIndex(publisher.http, entries),
            channels,
            new HttpHeads(publisher.http, entries, Optional.empty())));
  }

  /** A mirror that has told these events and gives this head, whatever the publisher says. */
  private URI mirror(List<ChannelEvent> told, SignedHead head) throws IOException {
    MemoryChannelLog channels = add(new MemoryChannelLog(Clock.systemUTC()));
    told.forEach(channels::replicate);
    MemoryHeadBoard board = new MemoryHeadBoard();
    board.put(head);
    MemoryIndex index = add(new MemoryIndex());
    Mirror mirror =
        add(
            new Mirror(
                parts(
                    Clock.systemUTC(),
                    new MemoryDocumentStore(),
                    index,
                    channels,
                    new LocalHeads(board, channels)),
                new Mirror.Parts(
                    index,
                    channels,
                    Optional.empty(),
                    new ReplicateConfig(Duration.ofMinutes(1), false))));
    await().until(() -> !mirror.freshness().report(Caller.ANYBODY).channels().isEmpty());
    int port = freePort();
    URI address = URI.create("http://127.0.0.1:" + port);
    add(
        new DaemonServer(
                mirror,
                new ServerConfig("127.0.0.1", port, "token", address),
                id -> Optional.empty(),
                List.of())
            .start());
    return address;
  }

  private PeerParts parts(
      Clock clock, DocumentStore kept, IndexReader index, ChannelReader channels, Heads heads) {
    Ed25519Key key = Ed25519Key.generate();
    homes++;
    return new PeerParts(
        "peer",
        URI.create("http://127.0.0.1:1"),
        clock,
        key,
        new Ed25519Check(),
        Optional.of(publisher.publisher.status().key()),
        add(FileContentStore.open(folder.resolve("peer" + homes), 1L << 30)),
        kept,
        index,
        new MemoryLocationIndex(),
        channels,
        Optional.empty(),
        heads,
        new MemoryInbox(),
        Optional.empty(),
        new HttpContentSource(publisher.http),
        OriginFiles.none(),
        new HttpCrowdDesk(
            publisher.http,
            new PeerSignature(key.publicKey(), key::sign),
            System::currentTimeMillis),
        new HttpReplicaOffers(publisher.http),
        add(new MemoryTorrentEngine(new MemorySwarm())),
        Members.none(),
        new SaxonQueries(),
        new Sat4jSolver(),
        WishParts.NONE,
        PeopleParts.NONE,
        List::of);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aMirrorThatWasRolledBackIsSaidToBeAndTheNextEntryIsAsked() throws IOException {
    List<ChannelEvent> before = told();
    SignedHead older = head().orElseThrow();
    publisher.publish("third", "1");
    awaitHead(3);
    try (Client client = client(Clock.systemUTC(), publisher.address)) {
      await().until(() -> view(client).filter(v -> v.newest() == 3).isPresent());
    }
    URI mirror = mirror(before, older);
    try (Client client = client(Clock.systemUTC(), mirror, publisher.address)) {
      awaitProblem(client, "rolled back by " + mirror, "event 2 is given", "3 was seen");
      awaitState(client, State.FRESH);
      assertThat(view(client).orElseThrow().newest()).isEqualTo(3);
    }
    try (Client client = client(Clock.systemUTC(), mirror)) {
      awaitState(client, State.ROLLED_BACK);
      assertThat(view(client).orElseThrow().newest()).isEqualTo(3);
    }
  }

  @Test
  void aMirrorThatAltersEventsIsSaidToForgeAndTheNextEntryIsAsked() throws IOException {
    publisher.publish("third", "1");
    awaitHead(3);
    List<ChannelEvent> altered = new ArrayList<>(told());
    ChannelEvent last = altered.removeLast();
    altered.add(
        new ChannelEvent(
            last.channel(), last.id(), last.time(), last.kind(), "malware@1", Map.of()));
    URI mirror = mirror(altered, head().orElseThrow());
    try (Client client = client(Clock.systemUTC(), mirror, publisher.address)) {
      awaitProblem(client, "forged by " + mirror, "not those signed");
      awaitState(client, State.FRESH);
    }
  }

  @Test
  void aMirrorWhoseHeadAnotherKeySignedIsSaidToForge() throws IOException {
    Ed25519Key other = Ed25519Key.generate();
    SignedHead right = head().orElseThrow();
    SignedHead forged = new SignedHead(right.head(), right.key(), other.sign(right.head().bytes()));
    MemoryHeadBoard board = new MemoryHeadBoard();
    board.put(forged);
    // A mirror would not pass it on itself, so that the client is given it by the port directly.
    MemoryChannelLog channels = add(new MemoryChannelLog(Clock.systemUTC()));
    try (Client client =
        new Client(
            parts(
                Clock.systemUTC(),
                documents,
                new HttpIndex(publisher.http, new Entries(List.of(publisher.address))),
                channels,
                new LocalHeads(board, channels)))) {
      awaitProblem(client, "forged by", "signature is not valid");
    }
  }

  @Test
  void aMirrorThatIsFrozenIsNoticedWhenTheHeadExpires() throws IOException {
    URI mirror = mirror(told(), head().orElseThrow());
    Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
    try (Client client = client(tomorrow, mirror)) {
      awaitState(client, State.STALE);
      awaitProblem(client, "stale", "nothing signed since");
    }
  }
}
