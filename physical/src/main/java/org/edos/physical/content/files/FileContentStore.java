package org.edos.physical.content.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.Quota;
import org.edos.physical.content.Staged;
import org.edos.physical.content.Verification;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents as plain files named by their hash, in a folder that one process uses at a time.
 *
 * <p>A content is written under a temporary name, hashed on the way, made durable, noted in the
 * catalogue with its size and time, and then renamed; so whatever has a content's name once held
 * its bytes, whenever the process or the machine died. Linked files can be changed by others
 * afterwards: a file that looks otherwise than the catalogue says, or that the catalogue does not
 * know, is hashed again before it is served, and dropped if it is no longer what it was. A change
 * that keeps the size and comes within the file system's tick of the verification (some
 * milliseconds) goes unnoticed.
 *
 * <p>The catalogue is a text file of its own: {@link Catalogue} says why no database is needed.
 * State in memory is one map of contents and one of staged files; the steps that make or remove a
 * file happen within the map's update of its hash, and everything long (writing, hashing, waiting
 * for the disk) outside, so that different contents do not wait for each other.
 */
public final class FileContentStore implements ContentStore {
  private static final Logger LOG = LoggerFactory.getLogger(FileContentStore.class);

  private final Folders folders;
  private final FileChannel lock;
  private final Catalogue catalogue;
  private final Quota quota;
  private final Map<Sha256, Stamp> contents;
  private final StagedFiles staged;
  private final Rechecks rechecks = new Rechecks();
  private final AtomicLong temporaries = new AtomicLong();

  private FileContentStore(Folders folders, FileChannel lock, Catalogue catalogue, Quota quota)
      throws IOException {
    this.folders = folders;
    this.lock = lock;
    this.catalogue = catalogue;
    this.quota = quota;
    this.contents = folders.findContents(catalogue.read());
    this.staged = new StagedFiles(folders, quota);
    catalogue.tidy(contents);
    contents.values().forEach(stamp -> quota.count(stamp.size()));
  }

  /**
   * Opens a store, creating its folder where needed. No content is hashed.
   *
   * @param root its folder; for contents to be linked and not copied, on the file system of what
   *     will be linked
   * @param quotaBytes most bytes of contents and staged files; may be less than what is there,
   *     which then stays
   * @throws EdosException usage if another process has it open; exhausted or external if the disk
   *     does not allow it
   */
  public static FileContentStore open(Path root, long quotaBytes) {
    Path folder = root.toAbsolutePath().normalize();
    Quota quota = new Quota(quotaBytes);
    try {
      Folders folders = new Folders(folder);
      FileChannel lock = folders.lock();
      try {
        folders.prepare();
        return new FileContentStore(
            folders, lock, Catalogue.open(folder.resolve("catalogue")), quota);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw StoreFailure.of(folder, "open", e);
    }
  }

  @Override
  public Optional<Content> find(Sha256 id) {
    Stamp known = contents.get(id);
    if (known == null) {
      return Optional.empty();
    }
    Path file = folders.content(id);
    try {
      if (Stamp.of(file).equals(known)) {
        return Optional.of(new FileContent(id, file, known));
      }
      return rechecks.once(id, () -> recheck(id, known));
    } catch (NoSuchFileException e) {
      drop(id, known, "it was deleted by another program");
      return Optional.empty();
    } catch (IOException e) {
      throw StoreFailure.of(folders.root(), "look up " + id, e);
    }
  }

  private Optional<Content> recheck(Sha256 id, Stamp known) throws IOException {
    Path file = folders.content(id);
    Stamp now = Stamp.of(file);
    try {
      CheckedFiles.verify(id, file, now);
    } catch (EdosException e) {
      if (e.category() == EdosException.Category.REFUSED) {
        drop(id, known, "it was changed by another program");
        return Optional.empty();
      }
      throw e;
    }
    Stamp kept =
        contents.computeIfPresent(
            id,
            (key, old) -> {
              quota.count(now.size() - old.size());
              return now;
            });
    if (kept == null) {
      return Optional.empty();
    }
    catalogue.note(id, now);
    return Optional.of(new FileContent(id, file, now));
  }

  private void drop(Sha256 id, Stamp known, String why) {
    if (delete(id, known::equals)) {
      LOG.warn("content {} is dropped from the store {}: {}", id, folders.root(), why);
    }
  }

  /** Deletes a content, if it is there and its stamp is such. */
  private boolean delete(Sha256 id, Predicate<Stamp> such) {
    boolean[] deleted = new boolean[1];
    translated(
        "remove " + id,
        () ->
            contents.computeIfPresent(
                id,
                (key, now) -> {
                  if (!such.test(now)) {
                    return now;
                  }
                  Folders.deleteFile(folders.content(id));
                  quota.release(now.size());
                  deleted[0] = true;
                  return null;
                }));
    return deleted[0];
  }

  @Override
  public Content add(Sha256 id, long size, InputStream bytes) {
    return translated(
        "add " + id,
        () -> {
          Optional<Content> here = find(id);
          if (here.isPresent()) {
            Verification.copy(id, size, bytes, OutputStream.nullOutputStream());
            return here.get();
          }
          return takeIn(id, size, temporary -> CheckedFiles.write(id, size, bytes, temporary));
        });
  }

  @Override
  public Content link(Sha256 id, Path file) {
    Path source;
    Stamp before;
    try {
      source = file.toRealPath();
      before = Stamp.of(source);
    } catch (NoSuchFileException e) {
      throw EdosException.notFound("there is no file " + file + " to take into the store");
    } catch (IOException e) {
      throw EdosException.external(
          "cannot read " + file + ": " + e.getMessage() + "; check its rights", e);
    }
    return translated("link " + id, () -> link(id, source, before));
  }

  private Content link(Sha256 id, Path source, Stamp before) throws IOException {
    Optional<Content> here = find(id);
    if (here.isPresent()) {
      if (!CheckedFiles.isSame(folders.content(id), source)) {
        CheckedFiles.verify(id, source, before);
      }
      return here.get();
    }
    return takeIn(
        id, before.size(), temporary -> CheckedFiles.linkOrCopy(id, source, before, temporary));
  }

  private Content takeIn(Sha256 id, long size, FileWork fill) throws IOException {
    quota.reserve(size);
    Path temporary = temporary(id);
    boolean taken = false;
    try {
      fill.on(temporary);
      taken = enter(id, temporary, Stamp.of(temporary));
      return durable(id);
    } finally {
      if (!taken) {
        quota.release(size);
      }
      Files.deleteIfExists(temporary);
    }
  }

  private Path temporary(Sha256 id) {
    return folders.incoming().resolve(id.hex() + "." + temporaries.incrementAndGet());
  }

  /** Gives a verified file its name as a content; false if there is one already. */
  private boolean enter(Sha256 id, Path verified, Stamp stamp) throws IOException {
    boolean[] entered = new boolean[1];
    try {
      contents.computeIfAbsent(
          id,
          key -> {
            try {
              catalogue.note(id, stamp);
              Files.move(verified, folders.content(id), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            entered[0] = true;
            return stamp;
          });
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
    tidy();
    return entered[0];
  }

  /** A log that grows is no reason to refuse a content. */
  private void tidy() {
    try {
      catalogue.tidy(contents);
    } catch (IOException e) {
      LOG.warn("cannot shorten the catalogue of the store {}", folders.root(), e);
    }
  }

  private Content durable(Sha256 id) throws IOException {
    Folders.sync(folders.contents(id));
    return find(id)
        .orElseThrow(() ->
            EdosException.external(
                "content " + id + " was removed while it was added; add it again"));
  }

  @Override
  public Path stage(Sha256 id, long size) {
    return translated("stage " + id, () -> staged.stage(id, size));
  }

  @Override
  public Staged stageAnew(Sha256 id, long size) {
    Path file = temporary(id);
    Work<Content> find = () -> durable(id);
    Work<Sha256> enter =
        () -> {
          takeOver(id, file, CheckedFiles.settle(id, size, file));
          return id;
        };
    return translated(
        "stage " + id,
        () ->
            new Staged(
                file,
                size,
                quota,
                () -> translated("commit " + id, enter),
                () -> translated("commit " + id, find)));
  }

  @Override
  public Content commit(Sha256 id) {
    return commit(id, this::enterStaged);
  }

  @Override
  public Content adopt(Sha256 id) {
    return commit(id, this::linkStaged);
  }

  private Content commit(Sha256 id, Entering entering) {
    Optional<Long> declared = staged.size(id);
    if (declared.isEmpty()) {
      return find(id)
          .orElseThrow(
              () -> EdosException.notFound("nothing is staged for " + id + "; stage it first"));
    }
    long size = declared.get();
    Path file = folders.staged(id, size);
    try {
      Stamp stamp = CheckedFiles.settle(id, size, file);
      translated(
          "commit " + id,
          () -> {
            staged.step(id, still -> entering.enter(id, file, stamp));
            return id;
          });
      return durable(id);
    } catch (NoSuchFileException e) {
      discard(id);
      return find(id)
          .orElseThrow(() ->
              EdosException.notFound("the staged file of " + id + " is gone; stage it again"));
    } catch (EdosException e) {
      if (e.category() == EdosException.Category.REFUSED) {
        discard(id);
      }
      throw e;
    } catch (IOException e) {
      throw StoreFailure.of(folders.root(), "commit " + id, e);
    }
  }

  /** The staged file becomes a content with its share of the quota. */
  private void takeOver(Sha256 id, Path file, Stamp stamp) throws IOException {
    if (!enter(id, file, stamp)) {
      Files.deleteIfExists(file);
      quota.release(stamp.size());
    }
  }

  private @Nullable Long enterStaged(Sha256 id, Path file, Stamp stamp) {
    try {
      takeOver(id, file, stamp);
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content is counted beside the staged file until that is discarded. */
  private @Nullable Long linkStaged(Sha256 id, Path file, Stamp stamp) {
    Path link = temporary(id);
    try {
      if (!CheckedFiles.hardLink(file, link)) {
        return enterStaged(id, file, stamp);
      }
      if (enter(id, link, stamp)) {
        quota.count(stamp.size());
        return stamp.size();
      }
      Files.deleteIfExists(link);
      return enterStaged(id, file, stamp);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void discard(Sha256 id) {
    translated(
        "discard " + id,
        () -> {
          staged.discard(id);
          return id;
        });
  }

  @Override
  public boolean remove(Sha256 id) {
    return delete(id, stamp -> true);
  }

  @Override
  public Stream<Sha256> list() {
    return contents.keySet().stream();
  }

  @Override
  public long usedBytes() {
    return quota.usedBytes();
  }

  @Override
  public long quotaBytes() {
    return quota.quotaBytes();
  }

  @Override
  public long freeBytes() {
    return folders.root().toFile().getUsableSpace();
  }

  @Override
  public void close() {
    try (lock;
        catalogue) {
      LOG.debug("store {} closed", folders.root());
    } catch (IOException e) {
      throw StoreFailure.of(folders.root(), "close", e);
    }
  }

  private <T extends @Nullable Object> T translated(String doing, Work<T> work) {
    try {
      return work.done();
    } catch (UncheckedIOException e) {
      throw StoreFailure.of(folders.root(), doing, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw StoreFailure.of(folders.root(), doing, e);
    }
  }

  /** Something that uses the disk. */
  @FunctionalInterface
  private interface Work<T extends @Nullable Object> {
    T done() throws IOException;
  }

  /** Makes a verified staged file a content; gives its size if it stays staged as well. */
  @FunctionalInterface
  private interface Entering {
    @Nullable Long enter(Sha256 id, Path file, Stamp stamp);
  }

  /** Something that is done with a file. */
  @FunctionalInterface
  private interface FileWork {
    void on(Path file) throws IOException;
  }
}
