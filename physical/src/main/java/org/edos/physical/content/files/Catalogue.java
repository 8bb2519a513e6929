package org.edos.physical.content.files;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.unit.Sha256;

/**
 * Which files were verified and how they looked then, so that a restart need not hash them: a text
 * file of lines {@code SHA-256 SIZE MODIFIED}, of which the last of a hash holds.
 *
 * <p>It is a log of lines and no database because it may forget: a file without its line is hashed
 * before it is served, and a line without its file means nothing. So lines are appended with one
 * write and never waited for; what a killed process appended is there, and what a power failure
 * tears off costs a hash later. Reading 60,000 lines takes a tenth of a second. Safe for use by
 * many threads.
 */
final class Catalogue implements AutoCloseable {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d{1,18}) (-?\\d{1,19})");
  private static final int SPARE_LINES = 10_000;

  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private FileOutputStream out;
  private long lines;

  /** Whether the file may end within a line. */
  private boolean torn;

  private Catalogue(Path file, FileOutputStream out) {
    this.file = file;
    this.out = out;
  }

  /** Opens the file for appending, creating it where needed. */
  static Catalogue open(Path file) throws IOException {
    Catalogue catalogue = new Catalogue(file, new FileOutputStream(file.toFile(), true));
    catalogue.torn = Files.size(file) > 0;
    return catalogue;
  }

  /** What it says. */
  Map<Sha256, Stamp> read() throws IOException {
    Map<Sha256, Stamp> stamps = new HashMap<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines++;
        Matcher parts = LINE.matcher(line);
        if (parts.matches()) {
          stamps.put(new Sha256(parts.group(1)), stamp(parts.group(2), parts.group(3)));
        }
      }
    }
    return stamps;
  }

  private static Stamp stamp(String size, String modified) {
    try {
      return new Stamp(Long.parseLong(size), Long.parseLong(modified));
    } catch (NumberFormatException e) {
      return Stamp.unverified(0); // 19 digits that are no long: a torn line
    }
  }

  /** Notes that a file was verified and how it looked. */
  void note(Sha256 id, Stamp stamp) throws IOException {
    lock.lock();
    try {
      String line = torn ? "\n" + line(id, stamp) : line(id, stamp);
      torn = true;
      out.write(line.getBytes(StandardCharsets.ISO_8859_1));
      torn = false;
      lines++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes the file anew if it holds much more than these. A file that was noted and is not among
   * them yet is forgotten, as the catalogue may.
   */
  void tidy(Map<Sha256, Stamp> stamps) throws IOException {
    lock.lock();
    try {
      if (lines > 2L * stamps.size() + SPARE_LINES) {
        rewrite(stamps);
      }
    } finally {
      lock.unlock();
    }
  }

  private void rewrite(Map<Sha256, Stamp> stamps) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    long written = 0;
    try (BufferedWriter writer = Files.newBufferedWriter(fresh, StandardCharsets.ISO_8859_1)) {
      for (Map.Entry<Sha256, Stamp> entry : stamps.entrySet()) {
        writer.write(line(entry.getKey(), entry.getValue()));
        written++;
      }
    }
    FileOutputStream next = new FileOutputStream(fresh.toFile(), true);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    out.close();
    out = next;
    lines = written;
    torn = false;
  }

  private static String line(Sha256 id, Stamp stamp) {
    return id.hex() + " " + stamp.size() + " " + stamp.modified() + "\n";
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      out.close();
    } finally {
      lock.unlock();
    }
  }
}
