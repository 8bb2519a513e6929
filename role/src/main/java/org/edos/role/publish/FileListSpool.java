package org.edos.role.publish;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.metadata.CheckedRepository;

/**
 * Gathers the files of each package from indexes that list them in any order, with bounded memory:
 * what comes is divided over some files by its list, each of which is then read whole and written
 * out again list by list. In memory stay the lists' names and places, some 150 bytes for each, and
 * one part of {@value #PARTS}. Filled by one thread, then read by many.
 */
final class FileListSpool implements AutoCloseable {
  private static final int PARTS = 128;
  private static final int BUFFER = 1 << 15;
  private static final int MAX_LISTS = 8_000_000;

  /** The most bytes that the paths of one part, and so of one list, may have. */
  private static final int MAX_PART = 256 << 20;

  private final Path folder;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final DataOutputStream[] parts = new DataOutputStream[PARTS];
  private final long[] partBytes = new long[PARTS];
  private long[] places = new long[0];
  private int[] lengths = new int[0];
  private Optional<FileChannel> lists = Optional.empty();

  private FileListSpool(Path folder) {
    this.folder = folder;
  }

  /** Knows no list. */
  static FileListSpool none(Path folder) {
    return new FileListSpool(folder);
  }

  /**
   * Reads a repository's lists.
   *
   * @param folder for temporary files; made, emptied before and removed by {@link #close}
   * @throws IOException if the disk fails or the repository cannot be read
   */
  static FileListSpool of(CheckedRepository repository, Path folder) throws IOException {
    FileListSpool spool = new FileListSpool(folder);
    try {
      spool.delete();
      Files.createDirectories(folder);
      for (int i = 0; i < PARTS; i++) {
        spool.parts[i] =
            new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(spool.part(i)), BUFFER));
      }
      repository.fileLists(spool::add);
      spool.gather();
      return spool;
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  private Path part(int number) {
    return folder.resolve("part-" + number);
  }

  private void add(String list, String file) {
    Integer known = numbers.get(list);
    int number = known == null ? numbers.size() : known;
    if (known == null) {
      if (number == MAX_LISTS) {
        throw EdosException.refused(
            "the file lists are those of more than " + MAX_LISTS + " packages");
      }
      numbers.put(list, number);
    }
    byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Short.MAX_VALUE) {
      return; // No file system takes such a path.
    }
    int part = number % PARTS;
    partBytes[part] += bytes.length + 6L;
    if (partBytes[part] > MAX_PART) {
      throw EdosException.refused(
          "the list of files of " + list + " is larger than any honest package's");
    }
    try {
      parts[part].writeInt(number);
      parts[part].writeShort(bytes.length);
      parts[part].write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void gather() throws IOException {
    places = new long[numbers.size()];
    lengths = new int[numbers.size()];
    Path all = folder.resolve("lists");
    long written = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(all), 1 << 18)) {
      for (int part = 0; part < PARTS; part++) {
        parts[part].close();
        byte[] records = Files.readAllBytes(part(part));
        Files.delete(part(part));
        written = gather(ByteBuffer.wrap(records), part, written, out);
      }
    }
    lists = Optional.of(FileChannel.open(all, StandardOpenOption.READ));
  }

  /** Sorts a part's records by their list: counts first, then places. */
  private long gather(ByteBuffer records, int part, long before, OutputStream out)
      throws IOException {
    while (records.hasRemaining()) {
      int number = records.getInt();
      int length = records.getShort();
      lengths[number] += length + 2;
      records.position(records.position() + length);
    }
    Map<Integer, Integer> next = new HashMap<>();
    int end = 0;
    for (int number = part; number < lengths.length; number += PARTS) {
      places[number] = before + end;
      next.put(number, end);
      end += lengths[number];
    }
    byte[] sorted = new byte[end];
    ByteBuffer target = ByteBuffer.wrap(sorted);
    records.rewind();
    while (records.hasRemaining()) {
      int number = records.getInt();
      int length = records.getShort();
      int at = next.getOrDefault(number, 0);
      target.putShort(at, (short) length);
      records.get(sorted, at + 2, length);
      next.put(number, at + 2 + length);
    }
    out.write(sorted);
    return before + end;
  }

  /** The files of the first of these lists that there is, in path order; empty if there is none. */
  List<String> files(List<String> names) throws IOException {
    for (String name : names) {
      Integer number = numbers.get(name);
      if (number != null && lists.isPresent()) {
        return read(lists.get(), number);
      }
    }
    return List.of();
  }

  private List<String> read(FileChannel channel, int number) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(lengths[number]);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, places[number] + bytes.position()) < 0) {
        throw new IOException("a temporary file ends early: " + folder);
      }
    }
    bytes.flip();
    List<String> files = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int length = bytes.getShort();
      files.add(new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8));
      bytes.position(bytes.position() + length);
    }
    String[] sorted = files.toArray(String[]::new);
    Arrays.sort(sorted);
    return List.of(sorted);
  }

  private void delete() throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      for (DataOutputStream part : parts) {
        if (part != null) {
          part.close();
        }
      }
      if (lists.isPresent()) {
        lists.get().close();
      }
      delete();
    } catch (IOException e) {
      System.getLogger(FileListSpool.class.getName())
          .log(System.Logger.Level.WARNING, "temporary files stay in {0}: {1}", folder, e);
    }
  }
}
