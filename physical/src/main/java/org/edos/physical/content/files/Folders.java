package org.edos.physical.content.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.unit.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a store keeps what: {@code sha256/ab/abcd...} the contents, {@code staging/HASH.SIZE} what
 * other programs write, {@code incoming/} what is half written and what ends with the process.
 *
 * @param root the store's folder
 */
record Folders(Path root) {
  private static final Logger LOG = LoggerFactory.getLogger(Folders.class);
  private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern STAGED = Pattern.compile("([0-9a-f]{64})\\.(\\d{1,18})");

  /**
   * Makes the store's folder, and keeps other processes from it until the channel is closed.
   *
   * @throws EdosException usage if another one has it
   */
  FileChannel lock() throws IOException {
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      LOG.debug("held by this process", e);
    }
    if (held == null) {
      channel.close();
      throw EdosException.usage(
          "the store "
              + root
              + " is in use: stop the other daemon, or give this one its own --home");
    }
    return channel;
  }

  /** Makes what is missing, and deletes what was half written. */
  void prepare() throws IOException {
    Files.createDirectories(staging());
    Files.createDirectories(incoming());
    Files.createDirectories(contents());
    for (int i = 0; i < 256; i++) {
      Path folder = contents().resolve(HexFormat.of().toHexDigits((byte) i));
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder);
      }
    }
    sync(contents());
    sync(root);
    try (DirectoryStream<Path> half = Files.newDirectoryStream(incoming())) {
      for (Path file : half) {
        Files.delete(file);
      }
    }
  }

  Path contents() {
    return root.resolve("sha256");
  }

  Path staging() {
    return root.resolve("staging");
  }

  Path incoming() {
    return root.resolve("incoming");
  }

  /** The folder of this content and others whose hashes begin alike. */
  Path contents(Sha256 id) {
    return contents().resolve(id.hex().substring(0, 2));
  }

  Path content(Sha256 id) {
    return contents(id).resolve(id.hex());
  }

  Path staged(Sha256 id, long size) {
    return staging().resolve(id.hex() + "." + size);
  }

  /**
   * Every content that has a file, with its stamp in the catalogue. Files are listed but, where the
   * catalogue knows them, not looked at: that is done when they are wanted.
   */
  Map<Sha256, Stamp> findContents(Map<Sha256, Stamp> catalogue) throws IOException {
    Map<Sha256, Stamp> found = new ConcurrentHashMap<>(catalogue.size());
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(contents())) {
      for (Path folder : folders) {
        findContents(folder, catalogue, found);
      }
    }
    return found;
  }

  private static void findContents(
      Path folder, Map<Sha256, Stamp> catalogue, Map<Sha256, Stamp> found) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (CONTENT.matcher(name).matches()) {
          Sha256 id = new Sha256(name);
          Stamp known = catalogue.get(id);
          found.put(id, known == null ? Stamp.unverified(Stamp.of(file).size()) : known);
        }
      }
    }
  }

  /** Every staged file's declared size. */
  Map<Sha256, Long> findStaged() throws IOException {
    Map<Sha256, Long> found = new ConcurrentHashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(staging())) {
      for (Path file : files) {
        Matcher name = STAGED.matcher(file.getFileName().toString());
        if (name.matches()) {
          found.put(new Sha256(name.group(1)), Long.parseLong(name.group(2)));
        }
      }
    }
    return found;
  }

  /** Deletes a file that may not be there. */
  static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the names in a folder durable. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
