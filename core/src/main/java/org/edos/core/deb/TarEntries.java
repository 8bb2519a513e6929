package org.edos.core.deb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Walks the entries of a tar archive as dpkg-deb writes it: ustar headers, GNU long names, and pax
 * headers of which only the path and the size count. Unlike a general reader it bounds names and
 * headers before it holds them in memory.
 */
final class TarEntries {
  private static final int BLOCK = 512;
  private static final int MAX_NAME = 16 << 10;
  private static final int MAX_PAX = 256 << 10;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;

  /** An entry: its name as written, whether it is a directory, its size in bytes. */
  record Entry(String name, boolean directory, long size) {}

  private final InputStream in;
  private final int maxEntries;
  private int entries;
  private long unread;
  private long padding;

  /** Reads a tar archive of at most that many entries, headers included. */
  TarEntries(InputStream in, int maxEntries) {
    this.in = in;
    this.maxEntries = maxEntries;
  }

  /** The next entry, or empty at the end; what is unread of the one before is passed over. */
  Optional<Entry> next() throws IOException {
    String longName = "";
    long longSize = -1;
    while (true) {
      Optional<byte[]> found = header();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      byte[] header = found.get();
      unread = number(header, 124, 12);
      padding = (BLOCK - unread % BLOCK) % BLOCK;
      switch (header[156]) {
        case 'L' -> longName = untilZero(data(MAX_NAME), 0, MAX_NAME);
        case 'x' -> {
          Pax pax = Pax.parse(data(MAX_PAX));
          longName = pax.path.isEmpty() ? longName : pax.path;
          longSize = pax.size;
        }
        case 'K', 'g' -> {
          // long link targets and global comments are passed over
        }
        case 0, '0', '1', '2', '3', '4', '5', '6', '7' -> {
          if (longSize >= 0) {
            unread = longSize;
            padding = (BLOCK - unread % BLOCK) % BLOCK;
          }
          boolean link = header[156] == '1' || header[156] == '2';
          if (link) {
            unread = 0;
            padding = 0;
          }
          String name = longName.isEmpty() ? name(header) : longName;
          return Optional.of(new Entry(name, header[156] == '5' || name.endsWith("/"), unread));
        }
        default -> throw new IOException("a tar entry is of an unknown type");
      }
    }
  }

  /** The whole data of the present entry, which has at most that many bytes. */
  byte[] data(int limit) throws IOException {
    if (unread > limit) {
      throw new IOException("a header or control file in it has more than " + limit + " bytes");
    }
    byte[] data = in.readNBytes((int) unread);
    if (data.length < unread) {
      throw new IOException("it is cut off");
    }
    unread = 0;
    return data;
  }

  /**
   * The next header block whose checksum is right; empty at the block of zeros that ends the
   * archive.
   */
  private Optional<byte[]> header() throws IOException {
    in.skipNBytes(unread + padding);
    unread = 0;
    padding = 0;
    byte[] header = in.readNBytes(BLOCK);
    if (header.length < BLOCK) {
      throw new IOException("its tar archive is cut off");
    }
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM_END ? ' ' : header[i] & 0xff;
    }
    if (sum == (long) ' ' * (CHECKSUM_END - CHECKSUM)) {
      return Optional.empty();
    }
    if (sum != number(header, CHECKSUM, CHECKSUM_END - CHECKSUM)) {
      throw new IOException("the checksum of a tar header is wrong");
    }
    if (++entries > maxEntries) {
      throw new IOException("it has more than " + maxEntries + " entries");
    }
    return Optional.of(header);
  }

  private static String name(byte[] header) {
    String name = untilZero(header, 0, 100);
    boolean ustar = new String(header, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
    String prefix = ustar ? untilZero(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String untilZero(byte[] bytes, int from, int length) {
    int end = from;
    while (end < Math.min(bytes.length, from + length) && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  /** An octal number, or GNU's big-endian binary one whose first byte is 0x80. */
  private static long number(byte[] header, int from, int length) throws IOException {
    long value = 0;
    if (header[from] == (byte) 0x80) {
      for (int i = from + 1; i < from + length; i++) {
        value = value > Long.MAX_VALUE >> 9 ? Long.MAX_VALUE >> 1 : value << 8 | header[i] & 0xff;
      }
    } else {
      String text = untilZero(header, from, length).strip();
      if (!text.matches("[0-7]{0,12}")) {
        throw new IOException("a number in a tar header is malformed");
      }
      value = text.isEmpty() ? 0 : Long.parseLong(text, 8);
    }
    if (value > 1L << 50) {
      throw new IOException("a tar entry claims " + value + " bytes");
    }
    return value;
  }

  /** What counts of a pax header (POSIX.1-2001): lines of {@code LENGTH KEY=VALUE}. */
  private record Pax(String path, long size) {
    static Pax parse(byte[] bytes) throws IOException {
      String path = "";
      long size = -1;
      int at = 0;
      while (at < bytes.length) {
        int blank = at;
        while (blank < bytes.length && bytes[blank] != ' ') {
          blank++;
        }
        String length = new String(bytes, at, blank - at, StandardCharsets.ISO_8859_1);
        int end = length.matches("[0-9]{1,6}") ? at + Integer.parseInt(length) : -1;
        if (end <= blank || end > bytes.length) {
          throw new IOException("a pax header is malformed");
        }
        String line =
            new String(bytes, blank + 1, end - blank - 1, StandardCharsets.UTF_8).stripTrailing();
        if (line.startsWith("path=")) {
          path = line.substring(5);
        } else if (line.matches("size=[0-9]{1,15}")) {
          size = Long.parseLong(line.substring(5));
        }
        at = end;
      }
      return new Pax(path, size);
    }
  }
}
