package org.edos.role.follow;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.deb.AptRoots;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.ListedPackage;
import org.edos.core.rpm.RpmRoots;
import org.edos.core.unit.Content;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;
import org.edos.physical.snapshot.PackageIndex;
import org.edos.physical.snapshot.SnapshotCatalogue;

/**
 * Enters the indexes of packages that have come here, one after the other on a thread of its own.
 * Safe for use by many threads.
 */
final class Indexes implements AutoCloseable {
  private static final String DISTS = "/dists/";
  private static final int MOST_PATCH_BYTES = 8 << 20;

  /** An index that was asked for under one of its names. */
  private record Key(String folder, Sha256 sha256) {}

  /** What is being done for an index. */
  private record Work(String base, CompletableFuture<Boolean> done) {}

  private final SnapshotCatalogue catalogue;
  private final Machine machine;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("edos-follow-enter").factory());
  private final Map<Key, Work> underWay = new ConcurrentHashMap<>();
  private volatile Consumer<List<KnownFile>> listener = upgrades -> {};

  Indexes(SnapshotCatalogue catalogue, Machine machine) {
    this.catalogue = catalogue;
    this.machine = machine;
  }

  void listener(Consumer<List<KnownFile>> newListener) {
    listener = newListener;
  }

  /**
   * An index file of a repository.
   *
   * @param folder of its root
   * @param format of its packages
   * @param file it, which has a {@link ListedFile#index}
   * @param made when the root was made
   */
  record IndexFile(String folder, PackageFormat format, ListedFile file, Instant made) {
    String index() {
      return file.index().orElseThrow();
    }

    /** What the index's paths are relative to. */
    String base() {
      if (format == PackageFormat.RPM) {
        return folder;
      }
      if (AptRoots.listsPatches(index())) {
        return folder + index().substring(0, index().lastIndexOf('/') + 1);
      }
      int dists = folder.lastIndexOf(DISTS);
      return dists < Origins.path(folder) ? folder : folder.substring(0, dists + 1);
    }

    private boolean unit() {
      return format == PackageFormat.RPM || !AptRoots.listsPatches(index());
    }

    PackageIndex packageIndex() {
      return new PackageIndex(folder, index(), base(), file.file().sha256(), unit(), made);
    }
  }

  /** An index of such packages is about to come. */
  void expect(PackageFormat format) {
    machine.expect(format);
  }

  /**
   * Enters an index whose file is here.
   *
   * @return completes when its packages are known; exceptionally if it cannot be read
   */
  CompletableFuture<Boolean> enter(IndexFile index, Content content) {
    return enter(index, to -> read(index, content, to));
  }

  /** Enters what is told of an index. */
  CompletableFuture<Boolean> enter(IndexFile index, SnapshotCatalogue.Telling telling) {
    Key key = new Key(index.folder(), index.file().file().sha256());
    return underWay
        .computeIfAbsent(
            key,
            k -> {
              CompletableFuture<Boolean> done = new CompletableFuture<>();
              thread.execute(() -> run(key, index, telling, done));
              return new Work(index.base(), done);
            })
        .done();
  }

  private void run(
      Key key,
      IndexFile index,
      SnapshotCatalogue.Telling telling,
      CompletableFuture<Boolean> done) {
    try {
      Upgrades upgrades = new Upgrades(index.format(), machine.packages(index.format()));
      boolean isNew =
          catalogue.enter(
              index.packageIndex(),
              to ->
                  telling.to(listed -> {
                    to.accept(listed);
                    upgrades.accept(listed);
                  }));
      underWay.remove(key);
      done.complete(isNew);
      List<KnownFile> files = upgrades.files();
      if (isNew && !files.isEmpty()) {
        listener.accept(files);
      }
    } catch (Throwable e) {
      System.getLogger(Following.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "the packages of {0}{1} stay unknown: {2}",
              index.folder(),
              index.file().path(),
              String.valueOf(e.getMessage()));
      underWay.remove(key);
      done.completeExceptionally(e);
      if (e instanceof Error error) {
        throw error;
      }
    }
  }

  private static void read(IndexFile index, Content content, Consumer<ListedPackage> to) {
    ListedFile file = index.file();
    try (InputStream in = content.open(0)) {
      if (index.format() == PackageFormat.RPM) {
        RpmRoots.packages(file.path(), in, to);
      } else if (AptRoots.listsPatches(index.index())) {
        AptRoots.patches(in.readNBytes(MOST_PATCH_BYTES), file.path()).forEach(to);
      } else {
        AptRoots.packages(file.part(), in, file.file().size(), flat(index, to));
      }
    } catch (IOException e) {
      throw EdosException.external("cannot read " + file.path() + ": " + e.getMessage(), e);
    }
  }

  /**
   * A flat repository may lie deeper than the folder that its file names are relative to; then they
   * begin as its own folder ends.
   */
  private static Consumer<ListedPackage> flat(IndexFile index, Consumer<ListedPackage> to) {
    String base = index.base();
    String place = base.substring(Origins.path(base));
    if (!base.equals(index.folder()) || place.equals("/")) {
      return to;
    }
    return listed -> {
      String path = listed.path();
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        if (place.endsWith("/" + path.substring(0, slash + 1))) {
          path = path.substring(slash + 1);
          break;
        }
      }
      to.accept(
          new ListedPackage(
              path, listed.file(), listed.name(), listed.version(), listed.architecture()));
    };
  }

  /**
   * Waits for the indexes that are being entered and may list this, but not longer than this.
   *
   * @return whether there was anything to wait for
   */
  boolean await(String key, Duration atMost) {
    Optional<CompletableFuture<?>> all =
        underWay.values().stream()
            .filter(work -> key.startsWith(work.base()))
            .<CompletableFuture<?>>map(Work::done)
            .reduce((a, b) -> CompletableFuture.allOf(a, b));
    if (all.isEmpty()) {
      return false;
    }
    try {
      all.get().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // What is known then is what counts.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        System.getLogger(Following.class.getName())
            .log(System.Logger.Level.WARNING, "an index is still being entered");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
