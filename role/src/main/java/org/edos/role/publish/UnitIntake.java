package org.edos.role.publish;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.SourceTree;

/**
 * Takes the files of a tree into the store and describes them, several at once. Every file's bytes
 * are held against the hash that the signed indexes give; what a package's header says beyond its
 * index, the file list above all, joins its document.
 */
final class UnitIntake implements AutoCloseable {
  private static final int BATCH = 512;

  private final ContentStore store;
  private final ExecutorService readers;
  private final AtomicBoolean dropped = new AtomicBoolean();

  UnitIntake(ContentStore store, int readers) {
    this.store = store;
    this.readers =
        Executors.newFixedThreadPool(
            readers, Thread.ofPlatform().name("edos-reader-", 0).factory());
  }

  /** Gives every unit to the sink, on the calling thread. */
  void take(
      ReleaseId release,
      SourceTree tree,
      RepositoryReader.Reading reading,
      Consumer<PublishEvent> progress,
      Consumer<Publishing.TakenUnit> sink) {
    List<Callable<Publishing.TakenUnit>> work = new ArrayList<>();
    reading.contents().packages().forEach(file -> work.add(() -> takePackage(tree, file)));
    reading
        .contents()
        .utilities()
        .forEach(file -> work.add(() -> takeUtility(release, tree, reading, file)));
    long totalBytes = reading.bytes();
    long doneBytes = 0;
    for (int from = 0; from < work.size(); from += BATCH) {
      List<Future<Publishing.TakenUnit>> batch = new ArrayList<>();
      work.subList(from, Math.min(from + BATCH, work.size()))
          .forEach(one -> batch.add(readers.submit(unlessDropped(one))));
      for (int i = 0; i < batch.size(); i++) {
        Publishing.TakenUnit unit = await(batch.get(i));
        sink.accept(unit);
        doneBytes += unit.entry().size();
        progress.accept(
            new PublishEvent.FilesStored(
                release, from + i + 1, work.size(), doneBytes, totalBytes));
      }
    }
  }

  private Callable<Publishing.TakenUnit> unlessDropped(Callable<Publishing.TakenUnit> work) {
    return () -> {
      if (dropped.get()) {
        throw EdosException.external("publishing has failed already");
      }
      return work.call();
    };
  }

  private Publishing.TakenUnit takePackage(SourceTree tree, PackageFile file) throws IOException {
    PackageMetadata metadata = file.metadata();
    Path source = source(tree, file.path());
    link(metadata.sha256(), source, file.path());
    return taken(
        file.path(),
        metadata.sha256(),
        metadata.size(),
        MetadataXml.write(described(metadata, source)));
  }

  private static PackageMetadata described(PackageMetadata indexed, Path source)
      throws IOException {
    boolean complete = indexed.id().format() == PackageFormat.RPM || !indexed.files().isEmpty();
    if (complete) {
      return indexed;
    }
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(source), 1 << 16)) {
      DebReader.DebFile file =
          DebReader.read(bytes, source.getFileName().toString(), indexed.id().distribution());
      return indexed.withFiles(file.metadata().files());
    }
  }

  private Publishing.TakenUnit takeUtility(
      ReleaseId release, SourceTree tree, RepositoryReader.Reading reading, UtilityFile file) {
    byte[] written = reading.written().get(file.path());
    if (written == null) {
      link(file.sha256(), source(tree, file.path()), file.path());
    } else {
      store.add(file.sha256(), file.size(), new ByteArrayInputStream(written));
    }
    UtilityId id = new UtilityId(release.name() + "/" + file.path(), release.version());
    UtilityMetadata metadata = new UtilityMetadata(id, file.path(), file.sha256(), file.size());
    return taken(file.path(), file.sha256(), file.size(), MetadataXml.write(metadata));
  }

  private static Publishing.TakenUnit taken(
      RepositoryPath path, Sha256 sha256, long size, Document document) {
    UnitId unit = document.id();
    return new Publishing.TakenUnit(
        document, new Composition.Entry(path, unit, sha256, size, document.sha256()));
  }

  private void link(Sha256 sha256, Path source, RepositoryPath path) {
    try {
      store.link(sha256, source);
    } catch (EdosException e) {
      if (e.category() == EdosException.Category.REFUSED) {
        throw EdosException.refused(
            path
                + " is not the file that the repository's index promises (its SHA-256 differs); "
                + "let the tree's update finish, or fetch the file again, and publish again");
      }
      throw e;
    }
  }

  private static Path source(SourceTree tree, RepositoryPath path) {
    return tree.file(path)
        .orElseThrow(
            () -> EdosException.refused(path + " vanished from the tree while it was published"));
  }

  private static Publishing.TakenUnit await(Future<Publishing.TakenUnit> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EdosException known) {
        throw known;
      }
      throw EdosException.external("cannot read the tree: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("publishing was interrupted; nothing was published", e);
    }
  }

  /**
   * What waits is dropped, and what runs comes to its end: an interrupt would break the files being
   * written.
   */
  @Override
  public void close() {
    dropped.set(true);
    readers.close();
  }
}
