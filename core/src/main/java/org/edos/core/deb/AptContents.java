package org.edos.core.deb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.CheckedRepository.FileSink;

/**
 * A Contents index: one line per file, with the packages that install it (Debian's repository
 * format, "Contents indices"). It is sorted by path, so that whoever wants the files of a package
 * has to gather them.
 *
 * @param path its place in the tree
 * @param compression how it is packed
 * @param suite whose index it is
 * @param component such as {@code main}; empty for the whole suite's
 * @param architecture whose packages it lists
 * @param listed what the root says that the file is
 */
record AptContents(
    String path,
    Compression compression,
    Suite suite,
    String component,
    String architecture,
    AptRelease.Listed listed) {
  private static final String PREFIX = "Contents-";
  private static final int MAX_LINE = 1 << 20;
  private static final int MAX_LOCATIONS = 1_000_000;

  /** The index that a file of a suite is, if it is one. */
  static Optional<AptContents> of(String name, Suite suite, AptRelease.Listed listed) {
    int slash = name.lastIndexOf('/');
    String fileName = name.substring(slash + 1);
    if (!fileName.startsWith(PREFIX) || listed.size() == 0) {
      return Optional.empty();
    }
    int dot = fileName.indexOf('.');
    String stem = dot < 0 ? fileName : fileName.substring(0, dot);
    String architecture = stem.substring(PREFIX.length());
    boolean installed = !architecture.startsWith("udeb") && !architecture.equals("source");
    return Compression.of(fileName, stem)
        .filter(known -> installed && !architecture.isEmpty())
        .map(known ->
            new AptContents(
                suite.path(name),
                known,
                suite,
                slash < 0 ? "" : name.substring(0, slash),
                architecture,
                listed));
  }

  /** What the list of a package's files is called. */
  static String list(Suite suite, String component, String architecture, String packageName) {
    return suite.folder() + component + "/" + architecture + "/" + packageName;
  }

  /** Tells every file of every package; fails like {@link AptPackages#read}. */
  void read(InputStream in, FileSink sink) throws IOException {
    DigestInput digest = new DigestInput(in);
    try (InputStream unpacked =
        new BoundedInput(
            compression.unpack(digest), AptPackages.mostUnpacked(listed.size()), path)) {
      lines(unpacked, sink);
      if (!digest.finish().equals(listed.sha256())) {
        throw AptTree.torn(path, "has changed while the tree was read");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (EdosException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw AptTree.torn(path, "cannot be unpacked (" + e.getMessage() + ")");
    }
  }

  private void lines(InputStream in, FileSink sink) throws IOException {
    Map<String, List<String>> known = new HashMap<>();
    byte[] buffer = new byte[1 << 16];
    int held = 0;
    for (int read = in.read(buffer);
        read >= 0;
        read = in.read(buffer, held, buffer.length - held)) {
      int end = held + read;
      int from = 0;
      for (int at = held; at < end; at++) {
        if (buffer[at] == '\n') {
          line(buffer, from, at, known, sink);
          from = at + 1;
        }
      }
      held = end - from;
      if (from == 0 && held == buffer.length) {
        if (held >= MAX_LINE) {
          throw EdosException.refused(path + " has a line of more than " + MAX_LINE + " bytes");
        }
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      } else {
        System.arraycopy(buffer, from, buffer, 0, held);
      }
    }
    line(buffer, 0, held, known, sink);
  }

  /** A path, which may have blanks, then white space, then packages with commas between them. */
  private void line(
      byte[] bytes, int from, int to, Map<String, List<String>> known, FileSink sink) {
    int end = to;
    while (end > from && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
      end--;
    }
    int location = end;
    while (location > from && (bytes[location - 1] > ' ' || bytes[location - 1] < 0)) {
      location--;
    }
    int pathEnd = location;
    while (pathEnd > from && (bytes[pathEnd - 1] == ' ' || bytes[pathEnd - 1] == '\t')) {
      pathEnd--;
    }
    if (pathEnd == from || location == end) {
      return;
    }
    String file = "/" + new String(bytes, from, pathEnd - from, StandardCharsets.UTF_8);
    String packages = new String(bytes, location, end - location, StandardCharsets.UTF_8);
    List<String> lists = known.get(packages);
    if (lists == null) {
      lists = Arrays.stream(packages.split(",")).map(this::list).toList();
      if (known.size() < MAX_LOCATIONS) {
        known.put(packages, lists);
      }
    }
    for (String list : lists) {
      sink.accept(list, file);
    }
  }

  /** Of {@code SECTION/NAME}, or {@code AREA/SECTION/NAME}. */
  private String list(String location) {
    return list(suite, component, architecture, location.substring(location.lastIndexOf('/') + 1));
  }
}
