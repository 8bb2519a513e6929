package org.edos.physical.content.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.Quota;
import org.jspecify.annotations.Nullable;

/**
 * The places of a store into which other programs write, each with the size declared for it, which
 * counts against the quota. Every step happens within the map's update of its hash. Safe for use by
 * many threads; disk failures come as {@link UncheckedIOException}.
 */
final class StagedFiles {
  private final Folders folders;
  private final Quota quota;
  private final Map<Sha256, Long> sizes;

  /** Counts what an earlier process left. */
  StagedFiles(Folders folders, Quota quota) throws IOException {
    this.folders = folders;
    this.quota = quota;
    this.sizes = folders.findStaged();
    sizes.values().forEach(quota::count);
  }

  /** The size declared, if there is such a file. */
  Optional<Long> size(Sha256 id) {
    return Optional.ofNullable(sizes.get(id));
  }

  /**
   * A file for these bytes, made empty where there is none.
   *
   * @throws EdosException usage if there is one with another size; exhausted if the quota is full
   */
  Path stage(Sha256 id, long size) {
    long declared = sizes.computeIfAbsent(id, key -> make(key, size));
    if (declared != size) {
      throw EdosException.usage(
          "%s is staged with %,d bytes and not %,d; discard it first"
              .formatted(id, declared, size));
    }
    return folders.staged(id, size);
  }

  /** Waits for no disk: after the machine itself went down, a staged file is worth nothing. */
  private long make(Sha256 id, long size) {
    quota.reserve(size);
    try {
      Files.createFile(folders.staged(id, size));
      return size;
    } catch (IOException e) {
      quota.release(size);
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Does a step with a staged file, if there is still one.
   *
   * @param step gives the size, or nothing once the file is staged no more
   */
  void step(Sha256 id, UnaryOperator<@Nullable Long> step) {
    sizes.computeIfPresent(id, (key, size) -> step.apply(size));
  }

  /** Deletes a staged file, if there is one. */
  void discard(Sha256 id) {
    step(
        id,
        size -> {
          try {
            Files.deleteIfExists(folders.staged(id, size));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          quota.release(size);
          return null;
        });
  }
}
