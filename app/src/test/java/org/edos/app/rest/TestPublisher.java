package org.edos.app.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.edos.actor.AccessTokens;
import org.edos.actor.PeerParts;
import org.edos.actor.PeopleParts;
import org.edos.actor.Publisher;
import org.edos.actor.WishParts;
import org.edos.core.gateway.PartialContent;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.InstallabilityPolicy;
import org.edos.core.release.PublishedRelease;
import org.edos.core.unit.Sha256;
import org.edos.physical.audit.memory.MemoryAuditLog;
import org.edos.physical.channel.LocalHeads;
import org.edos.physical.channel.http.HttpChannelDesk;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.channel.memory.MemoryHeadBoard;
import org.edos.physical.channel.memory.MemoryInbox;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.files.DirectoryTree;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.content.http.HttpContentSource;
import org.edos.physical.dissemination.PeerSignature;
import org.edos.physical.dissemination.http.HttpCrowdDesk;
import org.edos.physical.dissemination.http.HttpOffers;
import org.edos.physical.dissemination.http.HttpReplicaOffers;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.physical.membership.memory.MemoryMembers;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.people.memory.MemoryTokens;
import org.edos.physical.people.memory.MemoryUsers;
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
import org.edos.testkit.TestData;
import tools.jackson.databind.JsonNode;

/** A publisher with a store on disk and everything else in memory, served on a loopback port. */
final class TestPublisher implements AutoCloseable {
  static final String TOKEN = "a-token-for-tests";

  /** One for all, since making its key takes a second. */
  private static final OpenPgpSigner SIGNER = signer();

  final Publisher publisher;
  final DaemonServer server;
  final URI address;
  final PeerHttp http = new PeerHttp();
  final MemoryUsers users = new MemoryUsers();
  final AccessTokens tokens = new AccessTokens(new MemoryTokens(), Clock.systemUTC());
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final Map<Sha256, PartialContent> arriving = new ConcurrentHashMap<>();
  final MemoryChannelLog channels;

  /** From here programs may publish. */
  final Path shelf;

  private final ContentStore store;
  private final Path folder;

  TestPublisher(Path folder) throws IOException {
    this.folder = folder;
    this.shelf = folder.resolve("shelf");
    this.address = URI.create("http://127.0.0.1:" + freePort());
    this.store = FileContentStore.open(folder.resolve("store"), 1L << 30);
    this.channels = new MemoryChannelLog(Clock.systemUTC());
    MemoryIndex index = new MemoryIndex();
    MemoryHeadBoard board = new MemoryHeadBoard();
    MemoryDocumentStore documents = new MemoryDocumentStore();
    Ed25519Key key = Ed25519Key.generate();
    PeerParts parts =
        new PeerParts(
            "test",
            address,
            Clock.systemUTC(),
            key,
            new Ed25519Check(),
            Optional.empty(),
            store,
            documents,
            index,
            new MemoryLocationIndex(),
            channels,
            Optional.empty(),
            new LocalHeads(board, channels),
            new MemoryInbox(),
            Optional.empty(),
            new HttpContentSource(http),
            OriginFiles.none(),
            new HttpCrowdDesk(
                http, new PeerSignature(key.publicKey(), key::sign), System::currentTimeMillis),
            new HttpReplicaOffers(http),
            new MemoryTorrentEngine(new MemorySwarm()),
            new MemoryMembers(new MemoryMembers.Network(), "publisher", true),
            new SaxonQueries(),
            new Sat4jSolver(),
            WishParts.NONE,
            new PeopleParts(users, new HttpChannelDesk(http)),
            List::of);
    this.publisher =
        new Publisher(
            parts,
            new Publisher.Parts(
                index,
                channels,
                DirectoryTree::open,
                RootSignatures.unchecked(),
                SIGNER,
                new Tracker(Clock.systemUTC()),
                new Admitting(
                    new Admitting.Parts(
                        documents,
                        X509Authority.loadOrCreate(folder, Clock.systemUTC()),
                        Clock.systemUTC(),
                        address,
                        "00".repeat(32),
                        "publisher",
                        List::of)),
                new PublishConfig(
                    Duration.ofDays(1),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    "strict",
                    2,
                    InstallabilityPolicy.WARN),
                new HttpOffers(http),
                board,
                HeadSigning.Config.DEFAULT,
                new MemoryAuditLog(),
                folder.resolve("publishing")));
    this.server =
        new DaemonServer(
                publisher,
                new ServerConfig("127.0.0.1", address.getPort(), TOKEN, address, List.of(shelf)),
                id -> Optional.ofNullable(arriving.get(id)),
                Optional.of(tokens),
                List.of())
            .start();
  }

  private static OpenPgpSigner signer() {
    try {
      Path folder = Files.createTempDirectory("edos-test-key");
      Path file = folder.resolve("openpgp.key");
      OpenPgpSigner signer = OpenPgpSigner.loadOrCreate(file, "test");
      Files.delete(file);
      Files.delete(folder);
      return signer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A folder of the first real packages, ready to be published. */
  Path tree(int packages) throws IOException {
    Path tree = Files.createTempDirectory(folder, "tree");
    for (Path deb : TestData.debs().subList(0, packages)) {
      Files.copy(deb, tree.resolve(deb.getFileName().toString()));
    }
    return tree;
  }

  /** Publishes a few real packages. */
  PublishedRelease publish(String name, String version) throws IOException {
    return publisher.publish(tree(3), name, Optional.of(version), Optional.empty());
  }

  /** The address with a path, which is sent as it is. */
  URI at(String path) {
    return URI.create(address + path);
  }

  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(request(path, headers).build());
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(at(path));
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  /** A call with the token. */
  JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        callRaw(method, path, body, b -> b.header("Authorization", "Bearer " + TOKEN));
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + text(response));
    }
    return PeerJson.mapper().readTree(response.body());
  }

  HttpResponse<byte[]> callRaw(
      String method, String path, String body, UnaryOperator<HttpRequest.Builder> headers)
      throws IOException, InterruptedException {
    return send(
        headers
            .apply(HttpRequest.newBuilder(at(path)).method(method, BodyPublishers.ofString(body)))
            .build());
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
    publisher.close();
    client.shutdownNow();
    http.close();
    store.close();
    channels.close();
  }
}
