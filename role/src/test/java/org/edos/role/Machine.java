package org.edos.role;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.OriginFiles;
import org.edos.physical.content.files.DirectoryTree;
import org.edos.physical.content.files.FileContentStore;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.location.memory.MemoryLocationIndex;
import org.edos.physical.solver.memory.MemorySolver;
import org.edos.physical.torrent.Tracker;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.physical.torrent.memory.MemoryTorrentEngine;
import org.edos.physical.trust.OpenPgp;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.physical.trust.openpgp.OpenPgpSigner;
import org.edos.role.publish.PublishConfig;
import org.edos.role.publish.PublishEvent;
import org.edos.role.publish.Publishing;
import org.edos.role.publish.StrictClusters;
import org.edos.testkit.MovingClock;
import org.edos.testkit.TestData;

/** The mechanisms of a publisher's machine: a real store of files, and the rest in memory. */
public final class Machine implements AutoCloseable {
  public static final OpenPgp.Signer SIGNER = signer();
  public static final PublishConfig CONFIG =
      new PublishConfig(
          PublishConfig.DEFAULT.validity(),
          PublishConfig.DEFAULT.window(),
          PublishConfig.DEFAULT.linger(),
          PublishConfig.DEFAULT.feeding(),
          StrictClusters.NAME,
          PublishConfig.DEFAULT.readers(),
          PublishConfig.DEFAULT.installability());

  public final MovingClock clock = new MovingClock();
  public final ContentStore store;
  public final MemoryDocumentStore documents = new MemoryDocumentStore();
  public final MemoryIndex index = new MemoryIndex();
  public final MemoryChannelLog channels = new MemoryChannelLog(clock);
  public final MemoryLocationIndex locations = new MemoryLocationIndex();
  public final MemoryTorrentEngine engine;
  public final Tracker tracker = new Tracker(clock);
  public final Ed25519Key key = Ed25519Key.generate();
  public final URI address = URI.create("http://127.0.0.1:9977");
  public final Path work;
  public OriginFiles origins = OriginFiles.none();
  public final List<PublishEvent> events = new CopyOnWriteArrayList<>();

  public Machine(Path folder, MemorySwarm hub) {
    this(folder, hub, Long.MAX_VALUE);
  }

  public Machine(Path folder, MemorySwarm hub, long quota) {
    this.work = folder.resolveSibling(folder.getFileName() + ".work");
    this.store = FileContentStore.open(folder, quota);
    this.engine = new MemoryTorrentEngine(hub);
  }

  public Publishing publishing() {
    return publishing(RootSignatures.unchecked());
  }

  public Publishing publishing(RootSignatures roots) {
    return new Publishing(
        new Publishing.Parts(
            DirectoryTree::open,
            store,
            index,
            channels,
            locations,
            key,
            roots,
            SIGNER,
            address,
            clock,
            origins,
            documents,
            work,
            new MemorySolver()),
        CONFIG);
  }

  public PublishedRelease publish(Path tree, String name) {
    return publishing().publish(request(tree, name), none -> Optional.empty(), events::add);
  }

  public static Publishing.Request request(Path tree, String name) {
    ReleaseId id = name.contains("@") ? ReleaseId.parse(name) : new ReleaseId(name, "0");
    return new Publishing.Request(
        new RepositorySource.Folder(tree, Optional.empty()),
        id.name(),
        name.contains("@") ? Optional.of(id.version()) : Optional.empty());
  }

  /** A folder with copies of real packages. */
  public static Path folderOf(Path folder, List<Path> packages) {
    try {
      Files.createDirectories(folder);
      for (Path one : packages) {
        Files.copy(one, folder.resolve(one.getFileName()));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder with the first few real .deb files. */
  public static Path debs(Path folder, int count) {
    return folderOf(folder, TestData.debs().subList(0, count));
  }

  private static OpenPgp.Signer signer() {
    try {
      Path folder = Files.createTempDirectory("edos-key");
      Path file = folder.resolve("openpgp.key");
      try {
        return OpenPgpSigner.loadOrCreate(file, "Edos test");
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    engine.close();
    store.close();
  }
}
