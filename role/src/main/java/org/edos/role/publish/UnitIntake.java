package org.edos.role.publish;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.CheckedRepository;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.RepositoryContents;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.SourceTree;

/**
 * Takes the files of a tree into the store and describes them, some batches at a time: of the
 * indexes' entries only those batches are ever in memory. Every file's bytes are held against the
 * hash that the signed indexes give; what a package's header says beyond its index, the file list
 * above all, joins its document. A package whose bytes stay at the origin is described as its index
 * does. Used once, by one thread.
 */
final class UnitIntake implements AutoCloseable {
  /** Entries of an index, which take no time; files to be hashed, which may be large. */
  private static final int ENTRIES = 128;

  private static final int FILES = 8;

  /**
   * A described file of the tree.
   *
   * @param collection the place in the repository where it is listed; empty for a utility
   * @param stored whether the store has its bytes now
   * @param metadata of a package, as the document has it
   */
  record TakenUnit(
      Document document,
      Composition.Entry entry,
      String collection,
      boolean stored,
      Optional<PackageMetadata> metadata) {}

  /**
   * What is taken and where to.
   *
   * @param known packages that need not be read again
   */
  record Parts(
      ContentStore store,
      SourceTree tree,
      RepositoryReader.Reading reading,
      FileListSpool fileLists,
      KnownPackages known) {}

  private final ContentStore store;
  private final ReleaseId release;
  private final SourceTree tree;
  private final RepositoryReader.Reading reading;
  private final FileListSpool fileLists;
  private final KnownPackages known;
  private final Consumer<TakenUnit> sink;
  private final IntakeProgress progress;
  private final int mostBatches;
  private final ExecutorService readers;
  private final AtomicBoolean dropped = new AtomicBoolean();
  private final Map<RepositoryPath, Sha256> taken = new HashMap<>();
  private final Deque<Future<List<TakenUnit>>> underWay = new ArrayDeque<>();
  private List<Callable<TakenUnit>> batch = new ArrayList<>();

  /**
   * Takes nothing yet.
   *
   * @param sink is given every unit, on the calling thread
   */
  UnitIntake(
      Parts parts,
      int readers,
      ReleaseId release,
      Consumer<PublishEvent> events,
      Consumer<TakenUnit> sink) {
    this.store = parts.store();
    this.release = release;
    this.tree = parts.tree();
    this.reading = parts.reading();
    this.fileLists = parts.fileLists();
    this.known = parts.known();
    this.sink = sink;
    this.progress = new IntakeProgress(release, reading, events);
    this.mostBatches = 2 * readers + 2;
    this.readers =
        Executors.newFixedThreadPool(
            readers, Thread.ofPlatform().name("edos-reader-", 0).factory());
  }

  /** Takes everything. */
  void take() {
    int most = reading.repository().totals().isPresent() ? FILES : ENTRIES;
    try {
      reading
          .repository()
          .packages((unread, position) -> {
            progress.reached(position);
            add(() -> takePackage(unread.read()), most);
          });
    } catch (IOException | UncheckedIOException e) {
      throw EdosException.external("cannot read the tree: " + e.getMessage(), e);
    }
    finish();
    for (UtilityFile file : reading.repository().utilities()) {
      if (!taken.containsKey(file.path())) {
        add(() -> takeUtility(file), FILES);
      }
    }
    finish();
    progress.done();
  }

  private void add(Callable<TakenUnit> work, int most) {
    batch.add(work);
    if (batch.size() >= most) {
      submit();
    }
  }

  private void submit() {
    List<Callable<TakenUnit>> works = batch;
    batch = new ArrayList<>();
    underWay.add(
        readers.submit(() -> {
          List<TakenUnit> units = new ArrayList<>(works.size());
          for (Callable<TakenUnit> work : works) {
            if (dropped.get()) {
              throw EdosException.external("publishing has failed already");
            }
            units.add(work.call());
          }
          return units;
        }));
    if (underWay.size() >= mostBatches) {
      await(underWay.remove()).forEach(this::give);
    }
  }

  private void finish() {
    submit();
    while (!underWay.isEmpty()) {
      await(underWay.remove()).forEach(this::give);
    }
  }

  /** Several indexes may list the same file. */
  private void give(TakenUnit unit) {
    Composition.Entry entry = unit.entry();
    Sha256 before = taken.putIfAbsent(entry.path(), entry.sha256());
    if (before != null) {
      RepositoryContents.requireSame(entry.path(), before, entry.sha256());
      return;
    }
    sink.accept(unit);
    progress.took(entry.size());
  }

  private TakenUnit takePackage(CheckedRepository.ListedPackage listed) throws IOException {
    PackageFile file = listed.file();
    PackageMetadata metadata = file.metadata();
    CreationRule.require(metadata);
    Optional<Path> source = tree.file(file.path());
    if (source.isEmpty() && !reading.elsewhere()) {
      throw vanished(file.path());
    }
    Optional<PackageMetadata> before =
        source.isPresent() ? known.find(metadata.id(), metadata.sha256()) : Optional.empty();
    if (source.isPresent() && before.isEmpty()) {
      link(metadata.sha256(), source.get(), file.path());
    }
    PackageMetadata described = described(listed, source, before);
    Document document = MetadataXml.write(described);
    return new TakenUnit(
        document,
        new Composition.Entry(
            file.path(), document.id(), metadata.sha256(), metadata.size(), document.sha256()),
        file.collection(),
        source.isPresent(),
        Optional.of(described));
  }

  private PackageMetadata described(
      CheckedRepository.ListedPackage listed,
      Optional<Path> source,
      Optional<PackageMetadata> before)
      throws IOException {
    PackageMetadata indexed = listed.file().metadata();
    boolean deb = indexed.id().format() == PackageFormat.DEB;
    if (source.isEmpty() || !deb) {
      List<String> files = fileLists.files(listed.fileLists());
      return files.isEmpty() ? indexed : indexed.withFiles(files);
    }
    if (!indexed.files().isEmpty()) {
      return indexed;
    }
    if (before.isPresent()) {
      return indexed.withFiles(before.get().files());
    }
    Path file = source.get();
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      DebReader.DebFile deb822 =
          DebReader.read(bytes, file.getFileName().toString(), indexed.id().distribution());
      return indexed.withFiles(deb822.metadata().files());
    }
  }

  private TakenUnit takeUtility(UtilityFile file) {
    byte[] written = reading.written().get(file.path());
    if (written == null) {
      link(
          file.sha256(),
          tree.file(file.path()).orElseThrow(() -> vanished(file.path())),
          file.path());
    } else {
      store.add(file.sha256(), file.size(), new ByteArrayInputStream(written));
    }
    UtilityId id = new UtilityId(release.name() + "/" + file.path(), release.version());
    Document document =
        MetadataXml.write(new UtilityMetadata(id, file.path(), file.sha256(), file.size()));
    return new TakenUnit(
        document,
        new Composition.Entry(file.path(), id, file.sha256(), file.size(), document.sha256()),
        "",
        true,
        Optional.empty());
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

  private static EdosException vanished(RepositoryPath path) {
    return EdosException.refused(path + " vanished from the tree while it was published");
  }

  private static List<TakenUnit> await(Future<List<TakenUnit>> future) {
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
