package org.edos.physical.content.memory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.content.Quota;
import org.edos.physical.content.Staged;
import org.edos.physical.content.Verification;
import org.jspecify.annotations.Nullable;

/**
 * Contents in memory, which end with it; links are copies. Staged files, which other programs
 * write, lie in a temporary folder that closing deletes.
 */
public final class MemoryContentStore implements ContentStore {
  private static final int MOST_BYTES = Integer.MAX_VALUE - 64;

  private final Quota quota;
  private final Map<Sha256, Content> contents = new ConcurrentHashMap<>();

  /** Sizes of the staged files. This map and what follows are guarded by the map. */
  private final Map<Sha256, Long> staged = new HashMap<>();

  private long stagedAnew;

  private @Nullable Path staging;

  /**
   * An empty store.
   *
   * @param quotaBytes most bytes of contents and staged files
   */
  public MemoryContentStore(long quotaBytes) {
    quota = new Quota(quotaBytes);
  }

  @Override
  public Optional<Content> find(Sha256 id) {
    return Optional.ofNullable(contents.get(id));
  }

  @Override
  public Content add(Sha256 id, long size, InputStream bytes) {
    try {
      Content here = contents.get(id);
      if (here != null) {
        Verification.copy(id, size, bytes, OutputStream.nullOutputStream());
        return here;
      }
      quota.reserve(size);
      return takeIn(id, size, bytes);
    } catch (IOException e) {
      throw EdosException.external("cannot add " + id + ": " + e.getMessage(), e);
    }
  }

  /**
   * Takes over bytes whose size is reserved already; gives it back if they are not right or here
   * already.
   */
  private Content takeIn(Sha256 id, long size, InputStream bytes) throws IOException {
    boolean taken = false;
    try {
      if (size > MOST_BYTES) {
        throw EdosException.exhausted(
            "a store in memory holds contents of at most 2 GiB; use one of files");
      }
      ByteArrayOutputStream copy = new ByteArrayOutputStream((int) size);
      Verification.copy(id, size, bytes, copy);
      Content content = new HeldContent(id, copy.toByteArray());
      Content earlier = contents.putIfAbsent(id, content);
      taken = earlier == null;
      return earlier == null ? content : earlier;
    } finally {
      if (!taken) {
        quota.release(size);
      }
    }
  }

  @Override
  public Content link(Sha256 id, Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return add(id, Files.size(file), bytes);
    } catch (NoSuchFileException e) {
      throw EdosException.notFound("there is no file " + file + " to take into the store");
    } catch (IOException e) {
      throw EdosException.external(
          "cannot read " + file + ": " + e.getMessage() + "; check its rights", e);
    }
  }

  @Override
  public Path stage(Sha256 id, long size) {
    synchronized (staged) {
      Long declared = staged.get(id);
      if (declared != null && declared != size) {
        throw EdosException.usage(
            "%s is staged with %,d bytes and not %,d; discard it first"
                .formatted(id, declared, size));
      }
      try {
        Path file = stagingFolder().resolve(id.hex());
        if (declared == null) {
          quota.reserve(size);
          staged.put(id, size);
          Files.createFile(file);
        }
        return file;
      } catch (IOException e) {
        throw unstageable(id, e);
      }
    }
  }

  private Path stagingFolder() throws IOException {
    if (staging == null) {
      staging = Files.createTempDirectory("edos-staging");
    }
    return staging;
  }

  @Override
  public Staged stageAnew(Sha256 id, long size) {
    synchronized (staged) {
      try {
        Path file = stagingFolder().resolve(id.hex() + "." + stagedAnew++);
        return new Staged(file, size, quota, () -> enter(id, size, file), () -> held(id));
      } catch (IOException e) {
        throw unstageable(id, e);
      } catch (UncheckedIOException e) {
        throw unstageable(id, Objects.requireNonNull(e.getCause()));
      }
    }
  }

  private static EdosException unstageable(Sha256 id, IOException why) {
    return EdosException.external(
        "cannot stage " + id + " in the system's temporary folder: " + why.getMessage(), why);
  }

  private void enter(Sha256 id, long size, Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      quota.count(size);
      takeIn(id, size, bytes);
      delete(file);
      quota.release(size);
    } catch (IOException e) {
      throw unreadable(id, e);
    }
  }

  private Content held(Sha256 id) {
    return find(id)
        .orElseThrow(
            () -> EdosException.notFound("nothing is staged for " + id + "; stage it first"));
  }

  private static EdosException unreadable(Sha256 id, IOException why) {
    return EdosException.external(
        "cannot read the staged file of " + id + ": " + why.getMessage(), why);
  }

  @Override
  public Content commit(Sha256 id) {
    synchronized (staged) {
      Long size = staged.get(id);
      if (size == null) {
        return held(id);
      }
      Path file = stage(id, size);
      try (InputStream bytes = Files.newInputStream(file)) {
        staged.remove(id);
        return takeIn(id, size, bytes);
      } catch (IOException e) {
        throw unreadable(id, e);
      } finally {
        delete(file);
      }
    }
  }

  @Override
  public Content adopt(Sha256 id) {
    synchronized (staged) {
      Long size = staged.get(id);
      if (size == null) {
        return commit(id);
      }
      Optional<Content> here = find(id);
      if (here.isPresent()) {
        return here.get();
      }
      try (InputStream bytes = Files.newInputStream(stage(id, size))) {
        quota.count(size);
        return takeIn(id, size, bytes);
      } catch (EdosException e) {
        discard(id);
        throw e;
      } catch (IOException e) {
        throw unreadable(id, e);
      }
    }
  }

  @Override
  public void discard(Sha256 id) {
    synchronized (staged) {
      Long size = staged.get(id);
      if (size != null) {
        delete(stage(id, size));
        staged.remove(id);
        quota.release(size);
      }
    }
  }

  @Override
  public boolean remove(Sha256 id) {
    Content removed = contents.remove(id);
    if (removed != null) {
      quota.release(removed.size());
    }
    return removed != null;
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
  public void close() {
    synchronized (staged) {
      Stream.of(staged.keySet().toArray(Sha256[]::new)).forEach(this::discard);
      if (staging != null) {
        clear(staging);
        delete(staging);
        staging = null;
      }
    }
  }

  private static void clear(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      files.forEach(MemoryContentStore::delete);
    } catch (IOException e) {
      throw EdosException.external("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw EdosException.external("cannot delete " + file + ": " + e.getMessage(), e);
    }
  }

  /** The bytes are never changed. */
  @SuppressWarnings("ArrayRecordComponent")
  private record HeldContent(Sha256 id, byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open(long offset) {
      if (offset < 0 || offset > bytes.length) {
        throw EdosException.usage(
            "a content of %,d bytes has no offset %,d".formatted(size(), offset));
      }
      return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }
  }
}
