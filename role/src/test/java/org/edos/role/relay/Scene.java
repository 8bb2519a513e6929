package org.edos.role.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentSource;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.content.http.HttpContentSource;
import org.edos.physical.kept.memory.MemoryKept;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.upstream.http.HttpUpstream;
import org.edos.testkit.MovingClock;

/** A gateway's relaying between servers on loopback, with a store on disk. */
final class Scene implements AutoCloseable {
  /** A file with its bytes. */
  record Made(KnownFile file, byte[] bytes) {
    Sha256 id() {
      return file.sha256();
    }

    PieceHashes pieces() throws IOException {
      return PieceHashes.of(new ByteArrayInputStream(bytes), bytes.length);
    }

    /** The same with one byte changed. */
    byte[] spoiled(int at) {
      byte[] spoiled = bytes.clone();
      spoiled[at] ^= 1;
      return spoiled;
    }
  }

  final ContentStore store;
  final MemoryKept kept = new MemoryKept();
  final KnownHolders holders = new KnownHolders();
  final List<Relayed> relayed = new CopyOnWriteArrayList<>();
  final MovingClock clock = new MovingClock();
  final Relaying relaying;
  private final PeerHttp http = new PeerHttp();
  private final HttpUpstream upstream = new HttpUpstream("edos-test", Map.of());
  private final List<OddServer> servers = new ArrayList<>();

  Scene(Path folder, long quota) {
    this(FileContentStore.open(folder.resolve("store"), quota));
  }

  Scene(ContentStore store) {
    this.store = store;
    this.relaying = relaying(true);
  }

  /** Another one with the same store. */
  Relaying relaying(boolean sharing) {
    return new Relaying(parts(new HttpContentSource(http), sharing));
  }

  Relaying.Parts parts(ContentSource peers, boolean sharing) {
    return new Relaying.Parts(store, kept, peers, upstream, holders, relayed::add, clock, sharing);
  }

  static Made made(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return new Made(new KnownFile(Sha256.of(bytes), size), bytes);
  }

  OddServer server() {
    OddServer server = new OddServer();
    servers.add(server);
    return server;
  }

  /** An origin with one file. */
  OddServer origin(Made made) {
    OddServer server = server();
    server.serve("/pool/file.deb", made.bytes());
    return server;
  }

  static URI fileAt(OddServer origin) {
    return origin.address().resolve("/pool/file.deb");
  }

  /** A peer that holds a file, and is known for it. */
  OddServer peer(Made made) {
    OddServer server = server().holding(made.id(), made.bytes());
    holders.know(server);
    return server;
  }

  /** Asks for a file and reads all of it. */
  byte[] fetch(Made made, OddServer... origins) throws IOException {
    Transfer transfer =
        relaying.begin(made.file(), List.of(origins).stream().map(Scene::fileAt).toList());
    try (InputStream in = transfer.open(0)) {
      return in.readAllBytes();
    }
  }

  /** Waits until a file is in the store. */
  void awaitKept(Made made) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> store.contains(made.id()) && kept.ids().contains(made.id()));
  }

  /** How many bytes came from where, of all that was given. */
  Map<Via, Long> amounts() {
    Map<Via, Long> amounts = new EnumMap<>(Via.class);
    for (Relayed one : relayed) {
      one.bytes().forEach((via, bytes) -> amounts.merge(via, bytes, Long::sum));
    }
    return amounts;
  }

  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() throws IOException {
    relaying.close();
    http.close();
    upstream.close();
    for (OddServer server : servers) {
      server.close();
    }
    store.close();
  }
}
