package org.edos.physical.content.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.Verification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps by which bytes become files that are known to be right. */
final class CheckedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(CheckedFiles.class);

  private CheckedFiles() {}

  /** Whether two names are of one file, as after a link. */
  static boolean isSame(Path content, Path source) throws IOException {
    try {
      return Files.isSameFile(content, source);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Gives a file a second name, or copies it; refuses other bytes than those named. */
  static void linkOrCopy(Sha256 id, Path source, Stamp before, Path temporary) throws IOException {
    if (hardLink(source, temporary)) {
      verify(id, temporary, before);
      return;
    }
    try (InputStream bytes = Files.newInputStream(source)) {
      write(id, before.size(), bytes, temporary);
    }
  }

  /** False where the file system, the device or the file's rights do not allow a link. */
  static boolean hardLink(Path source, Path link) throws IOException {
    try {
      Files.createLink(link, source);
      return true;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      LOG.debug("copied, for it cannot be linked: {}", source, e);
      return false;
    }
  }

  /** Fills a file that did not exist, and makes its bytes durable. */
  static void write(Sha256 id, long size, InputStream bytes, Path file) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      Verification.copy(id, size, bytes, out);
      out.getFD().sync();
    }
  }

  /** Hashes a file, and looks that it was not changed meanwhile. */
  static void verify(Sha256 id, Path file, Stamp before) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      Verification.copy(id, before.size(), bytes, OutputStream.nullOutputStream());
    }
    if (!Stamp.of(file).equals(before)) {
      throw EdosException.refused(
          file + " was changed while it was read; try again when it is finished");
    }
  }

  /** Makes a staged file's bytes durable, refuses others than those named, tells how it looks. */
  static Stamp settle(Sha256 id, long size, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Stamp stamp = Stamp.of(file);
    if (stamp.size() != size) {
      throw EdosException.refused(
          "%s was staged with %,d bytes but has %,d; fetch it again"
              .formatted(id, size, stamp.size()));
    }
    verify(id, file, stamp);
    return stamp;
  }
}
