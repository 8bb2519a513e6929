package org.edos.core.deb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.edos.core.EdosException;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Writes the indexes that make a folder of packages a repository for apt: Packages plain, gzipped
 * and in xz, by name and by hash, and the Release that lists them. Signing is the caller's. The
 * same input gives the same bytes.
 */
public final class AptIndexWriter {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Fields that the index itself adds; a control file's own must not stand beside them. */
  private static final Set<String> ADDED =
      Set.of("filename", "size", "md5sum", "sha1", "sha256", "sha512", "description-md5", "status");

  private AptIndexWriter() {}

  /**
   * What the Release says of the suite.
   *
   * @param name the folder below dists, also given as Suite and Codename: {@code stable}
   * @param origin who makes it
   * @param label its short title
   * @param component the one component: {@code main}
   * @param date when it was made
   * @param validUntil when apt shall no longer trust it, if ever
   */
  public record SuiteHead(
      String name,
      String origin,
      String label,
      String component,
      Instant date,
      Optional<Instant> validUntil) {
    /** Refuses names that are no single folder, and values that are not of one line. */
    public SuiteHead {
      for (String folder : List.of(name, component)) {
        if (!folder.matches("[A-Za-z0-9][A-Za-z0-9.+~_-]*")) {
          throw EdosException.usage(
              "a suite and a component are named with letters, digits and . + ~ _ -: '"
                  + folder
                  + "'");
        }
      }
      for (String value : List.of(origin, label)) {
        if (value.isBlank() || value.chars().anyMatch(c -> c < ' ')) {
          throw EdosException.usage("a suite's origin and label are of one line and not empty");
        }
      }
    }
  }

  /**
   * A package to list.
   *
   * @param path its place in the tree
   * @param metadata with the hash and size of its file
   * @param control its control file's text, as {@link DebReader} gives it
   */
  public record IndexedPackage(RepositoryPath path, PackageMetadata metadata, String control) {}

  /**
   * The files below {@code dists/}, by path. Packages for all architectures are listed with each of
   * the others; where there are no others, in an index of their own.
   *
   * @throws EdosException (refused) if a control text is not one sound paragraph
   */
  public static SortedMap<RepositoryPath, byte[]> write(
      SuiteHead head, List<IndexedPackage> packages) {
    Comparator<IndexedPackage> order =
        Comparator.comparing((IndexedPackage p) -> p.metadata().id().name())
            .thenComparing(p -> p.metadata().id().version(), DebVersion.ORDER)
            .thenComparing(p -> p.metadata().id().architecture())
            .thenComparing(IndexedPackage::path);
    List<IndexedPackage> ordered = packages.stream().sorted(order).toList();
    SortedSet<String> architectures = new TreeSet<>();
    ordered.forEach(p -> architectures.add(architecture(p)));
    if (architectures.size() > 1 || architectures.isEmpty()) {
      architectures.remove("all");
    }
    SortedMap<String, byte[]> indexes = new TreeMap<>();
    for (String architecture : architectures) {
      String folder = head.component() + "/binary-" + architecture + "/";
      List<IndexedPackage> listed =
          ordered.stream().filter(p -> architecture(p).matches("all|" + architecture)).toList();
      byte[] text = paragraphs(listed);
      indexes.put(folder + "Packages", text);
      indexes.put(folder + "Packages.gz", packed(text, GZIPOutputStream::new));
      indexes.put(
          folder + "Packages.xz", packed(text, out -> new XZOutputStream(out, new LZMA2Options())));
    }
    return placed(head, architectures, indexes);
  }

  private static String architecture(IndexedPackage listed) {
    String architecture = listed.metadata().id().architecture();
    if (!architecture.matches("[a-z0-9][a-z0-9-]*")) {
      throw EdosException.refused(
          listed.path() + " is for an architecture that cannot be: '" + architecture + "'");
    }
    return architecture;
  }

  private static SortedMap<RepositoryPath, byte[]> placed(
      SuiteHead head, SortedSet<String> architectures, SortedMap<String, byte[]> indexes) {
    String suite = "dists/" + head.name() + "/";
    SortedMap<RepositoryPath, byte[]> files = new TreeMap<>();
    indexes.forEach((path, bytes) -> {
      files.put(new RepositoryPath(suite + path), bytes);
      files.put(new RepositoryPath(suite + AptIndexName.byHash(path, Sha256.of(bytes))), bytes);
    });
    files.put(new RepositoryPath(suite + "Release"), release(head, architectures, indexes));
    return files;
  }

  private static byte[] release(
      SuiteHead head, SortedSet<String> architectures, Map<String, byte[]> indexes) {
    StringBuilder text = new StringBuilder();
    line(text, "Origin", head.origin());
    line(text, "Label", head.label());
    line(text, "Suite", head.name());
    line(text, "Codename", head.name());
    line(text, "Date", DATE.format(head.date()));
    head.validUntil().ifPresent(until -> line(text, "Valid-Until", DATE.format(until)));
    line(text, "Acquire-By-Hash", "yes");
    if (!architectures.contains("all")) {
      line(text, "No-Support-for-Architecture-all", "Packages");
    }
    line(text, "Architectures", String.join(" ", architectures));
    line(text, "Components", head.component());
    text.append("SHA256:\n");
    indexes.forEach((path, bytes) ->
        text.append(
            String.format(Locale.ROOT, " %s %10d %s\n", Sha256.of(bytes), bytes.length, path)));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, String field, String value) {
    text.append(field).append(": ").append(value).append('\n');
  }

  private static byte[] paragraphs(List<IndexedPackage> packages) {
    return packages.stream()
        .map(AptIndexWriter::paragraph)
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String paragraph(IndexedPackage listed) {
    StringBuilder text = new StringBuilder();
    boolean kept = false;
    for (String line : soundLines(listed)) {
      if (!line.startsWith(" ") && !line.startsWith("\t")) {
        kept = !ADDED.contains(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT));
      }
      if (kept) {
        text.append(line).append('\n');
      }
    }
    line(text, "Filename", listed.path().value());
    line(text, "Size", Long.toString(listed.metadata().size()));
    line(text, "SHA256", listed.metadata().sha256().hex());
    return text.toString();
  }

  private static List<String> soundLines(IndexedPackage listed) {
    try {
      if (DebReader.onlyParagraph(listed.control()).isPresent()) {
        return Stream.of(listed.control().replace("\r", "").split("\n"))
            .filter(line -> !line.isEmpty())
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory is readable", e);
    }
    throw EdosException.refused(
        listed.path() + " has a control file that is not one paragraph; build it anew");
  }

  /** Opens a compressing stream. */
  private interface Packer {
    OutputStream open(OutputStream out) throws IOException;
  }

  private static byte[] packed(byte[] text, Packer packer) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packer.open(packed)) {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException("memory is writable", e);
    }
    return packed.toByteArray();
  }
}
