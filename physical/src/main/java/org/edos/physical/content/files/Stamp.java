package org.edos.physical.content.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * What a file looked like when its bytes were verified: while it looks so, they are taken for
 * unchanged.
 *
 * @param size in bytes
 * @param modified its time of modification, in nanoseconds since 1970
 */
record Stamp(long size, long modified) {
  private static final long NEVER = Long.MIN_VALUE;

  /** Of a file of this size that was never verified: no file looks so. */
  static Stamp unverified(long size) {
    return new Stamp(size, NEVER);
  }

  /** Of a regular file as it looks now. */
  static Stamp of(Path file) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!now.isRegularFile()) {
      throw new NoSuchFileException(file.toString(), null, "not a regular file");
    }
    return new Stamp(now.size(), now.lastModifiedTime().to(TimeUnit.NANOSECONDS));
  }
}
