package org.edos.core.deb;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.Sha256;

/**
 * Reads Debian package files (deb(5)): an {@code ar} archive of debian-binary, control.tar and
 * data.tar, the latter two plain or compressed with gzip, xz, zstd, lzma or bzip2.
 */
public final class DebReader {
  static final int MAX_CONTROL_FILE = 1 << 20;
  static final long MAX_CONTROL = 64L << 20;
  static final int MAX_CONTROL_ENTRIES = 10_000;
  static final int MAX_ENTRIES = 1_000_000;
  static final int MAX_PATHS = 64 << 20;
  static final long MAX_DATA = 64L << 30;

  /** An expansion by this factor is suspicious, once it comes to more than {@link #SMALL} bytes. */
  static final long MAX_RATIO = 1000;

  static final long SMALL = 256L << 20;

  private DebReader() {}

  /**
   * A package file that was read.
   *
   * @param metadata what its control file says of it, with the hash and size of the whole file and
   *     its list of files
   * @param control the text of its control file: one paragraph
   */
  public record DebFile(PackageMetadata metadata, String control) {}

  /**
   * Reads a package to the stream's end.
   *
   * @param in the package file; stays the caller's to close
   * @param name the file's name, for messages
   * @param distribution the namespace of the package's id, such as {@code debian}
   * @throws EdosException (refused) if it is no sound package, or one that no honest maker would
   *     make
   * @throws IOException if the stream fails
   */
  public static DebFile read(InputStream in, String name, String distribution) throws IOException {
    DigestInput digest = new DigestInput(in);
    try {
      return read(digest, distribution);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (EdosException e) {
      throw new EdosException(
          EdosException.Category.REFUSED,
          name + " is not a sound Debian package: " + e.getMessage(),
          e);
    } catch (EOFException e) {
      throw refused(name, "it is cut off", e);
    } catch (IOException | RuntimeException e) {
      String why = e.getMessage();
      throw refused(name, why == null ? "it cannot be unpacked" : why, e);
    }
  }

  private static EdosException refused(String name, String why, Exception cause) {
    String message = name + " is not a sound Debian package: " + why + "; fetch it again";
    return new EdosException(EdosException.Category.REFUSED, message, cause);
  }

  private static DebFile read(DigestInput digest, String distribution) throws IOException {
    ArMembers members = new ArMembers(digest);
    ArMembers.Member version = member(members, "debian-binary");
    byte[] format = version.data().readNBytes(16);
    if (!new String(format, StandardCharsets.ISO_8859_1).startsWith("2.")) {
      throw new IOException("its format is not version 2");
    }
    String control = control(member(members, "control.tar"));
    List<String> files = files(member(members, "data.tar"));
    while (members.next().isPresent()) {
      // later members mean nothing, but they must be whole
    }
    Optional<ControlParagraph> paragraph = onlyParagraph(control);
    if (paragraph.isEmpty()) {
      throw new IOException("its control file is not one paragraph");
    }
    Sha256 sha256 = digest.finish();
    PackageMetadata metadata =
        DebParagraphs.metadata(paragraph.get(), distribution, sha256, digest.count(), files);
    return new DebFile(metadata, control);
  }

  /** The paragraph of a control file, if it holds just one. */
  static Optional<ControlParagraph> onlyParagraph(String control) throws IOException {
    byte[] bytes = control.getBytes(StandardCharsets.UTF_8);
    ControlParagraphs paragraphs =
        new ControlParagraphs(new ByteArrayInputStream(bytes), "its control file");
    Optional<ControlParagraph> only = paragraphs.next();
    return paragraphs.next().isPresent() ? Optional.empty() : only;
  }

  /**
   * The next member, which has that name; members whose names begin with an underscore may stand
   * before it.
   */
  private static ArMembers.Member member(ArMembers members, String stem) throws IOException {
    Optional<ArMembers.Member> next = members.next();
    while (next.isPresent() && next.get().name().startsWith("_")) {
      next = members.next();
    }
    if (next.isEmpty() || Compression.of(next.get().name(), stem).isEmpty()) {
      throw new IOException("it has no member " + stem + " where one belongs");
    }
    return next.get();
  }

  private static InputStream unpacked(ArMembers.Member member, String stem, long limit)
      throws IOException {
    Compression compression = Compression.of(member.name(), stem).orElseThrow();
    long expanded = Math.max(SMALL, member.size() * MAX_RATIO);
    return new BoundedInput(
        compression.unpack(member.data()), Math.min(limit, expanded), member.name());
  }

  private static String control(ArMembers.Member member) throws IOException {
    try (InputStream unpacked = unpacked(member, "control.tar", MAX_CONTROL)) {
      TarEntries entries = new TarEntries(unpacked, MAX_CONTROL_ENTRIES);
      for (Optional<TarEntries.Entry> next = entries.next();
          next.isPresent();
          next = entries.next()) {
        String name = next.get().name();
        if (name.equals("./control") || name.equals("control")) {
          return new String(entries.data(MAX_CONTROL_FILE), StandardCharsets.UTF_8);
        }
      }
    }
    throw new IOException("it has no control file");
  }

  private static List<String> files(ArMembers.Member member) throws IOException {
    List<String> files = new ArrayList<>();
    long length = 0;
    try (InputStream unpacked = unpacked(member, "data.tar", MAX_DATA)) {
      TarEntries entries = new TarEntries(unpacked, MAX_ENTRIES);
      for (Optional<TarEntries.Entry> next = entries.next();
          next.isPresent();
          next = entries.next()) {
        if (!next.get().directory()) {
          String path = absolute(next.get().name());
          length += path.length();
          files.add(path);
        }
        if (length > MAX_PATHS) {
          throw new IOException(
              "the names of its files have more than " + MAX_PATHS + " characters");
        }
      }
    }
    return files;
  }

  private static String absolute(String name) throws IOException {
    String path =
        name.startsWith("./") ? name.substring(1) : name.startsWith("/") ? name : "/" + name;
    if (("/" + path + "/").contains("/../") || path.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new IOException("it holds a file with an unsafe name");
    }
    return path;
  }
}
