package org.edos.examples.physical;

import static org.edos.core.query.TreePattern.parse;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.query.Question;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Content;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.UnitId;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.torrent.Torrent;
import org.edos.physical.torrent.TorrentEngine;
import org.edos.physical.torrent.TorrentFile;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.physical.torrent.memory.MemoryTorrentEngine;
import org.edos.physical.trust.SigningKey;
import org.edos.physical.trust.ed25519.Ed25519Key;

/**
 * The physical level: mechanisms, each a port with adapters, that know nothing of one another. What
 * ties them together here, a role does for you one level up.
 *
 * <pre>java ... org.edos.examples.physical.StoreIndexTorrent PACKAGE.deb WORKING-FOLDER</pre>
 */
public final class StoreIndexTorrent {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private StoreIndexTorrent() {}

  /**
   * What came of it.
   *
   * @param found the ids of the units that the query found
   * @param received the package as another machine has it, from the swarm
   */
  public record Result(List<UnitId> found, Path received) {}

  /** Runs it on a package file. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Result result = run(Path.of(args[0]), Path.of(args[1]));
    System.out.println("found " + result.found() + ", received " + result.received());
  }

  /** Stores, indexes and queries a package, and hands its bytes to another machine by a swarm. */
  public static Result run(Path deb, Path work) throws IOException, InterruptedException {
    // 1. Core reads the package: pure values, no mechanism yet.
    PackageMetadata metadata;
    try (InputStream in = Files.newInputStream(deb)) {
      metadata = DebReader.read(in, deb.getFileName().toString(), "debian").metadata();
    }

    // 2. The content store: bytes by their SHA-256. A link where the file system allows, verified.
    try (ContentStore store = FileContentStore.open(work.resolve("store"), 1L << 30);
        MetadataIndex index = new MemoryIndex()) { // GridIndex is the one that lasts
      Content content = store.link(metadata.sha256(), deb);

      // 3. The index: documents go into an open publication, and commit() shows all of them.
      publish(index, MetadataXml.write(metadata), metadata);
      List<UnitId> found =
          index
              .ask(Question.of(parse("name:" + metadata.id().name()), 10))
              .page()
              .documents()
              .stream()
              .map(Document::id)
              .toList();

      // 4. A torrent straight from the store, and a swarm of two.
      Path received = work.resolve("received").resolve(metadata.sha256().hex());
      share(content, received);
      return new Result(found, received);
    }
  }

  private static void publish(MetadataIndex index, Document document, PackageMetadata metadata) {
    ReleaseId id = new ReleaseId("example", "1");
    Composition.Entry entry =
        new Composition.Entry(
            new RepositoryPath("pool/" + metadata.id().name() + ".deb"),
            metadata.id(),
            metadata.sha256(),
            metadata.size(),
            document.sha256());
    CollectionMetadata root = new CollectionMetadata(id.collection(), List.of(metadata.id()));
    Instant now = Instant.now();
    Composition composition =
        new Composition(
            id,
            1,
            now,
            now.plus(Duration.ofDays(365)),
            PackageFormat.DEB,
            List.of(entry),
            List.of(root));
    SigningKey key = Ed25519Key.generate();
    byte[] xml = CompositionXml.write(composition);
    SignedComposition signed = new SignedComposition(xml, key.publicKey(), key.sign(xml));
    try (MetadataIndex.Publication publication = index.open(id)) {
      publication.add(document);
      publication.add(MetadataXml.write(root));
      publication.commit(PublishedRelease.of(composition, signed.digest()), signed);
    }
  }

  /** LibtorrentEngine is the engine for real networks; this one stays within the process. */
  private static void share(Content content, Path target) throws IOException, InterruptedException {
    Path file = content.file().orElseThrow();
    Torrent torrent =
        TorrentFile.create(
            List.of(new TorrentFile.Source(content.id(), content.size(), file)),
            URI.create("http://127.0.0.1:9977/announce"));
    Files.createDirectories(target.resolveSibling("."));
    MemorySwarm swarm = new MemorySwarm();
    try (TorrentEngine seeder = new MemoryTorrentEngine(swarm);
        TorrentEngine peer = new MemoryTorrentEngine(swarm)) {
      seeder.seed(torrent, Map.of(content.id(), file));
      peer.download(torrent, Map.of(content.id(), target));
      Instant end = Instant.now().plus(PATIENCE);
      while (!peer.finished(torrent.infoHash()).equals(Set.of(content.id()))) {
        if (Instant.now().isAfter(end)) {
          throw EdosException.external("the swarm did not bring " + content.id());
        }
        Thread.sleep(10);
      }
    }
  }
}
