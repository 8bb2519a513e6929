package org.edos.core.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.ListedPackage;
import org.edos.core.gateway.RepositoryRoot;
import org.edos.core.gateway.UrlPath;
import org.edos.core.metadata.SafeXml;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;

/**
 * Reads of an rpm repository's indexes only what says where files are and what they must be,
 * without holding more than an entry. For trees that are read whole there is {@link RpmTree}.
 */
public final class RpmRoots {
  /** The index that lists the packages. */
  public static final String PRIMARY = "primary";

  private static final int MOST_PACKAGES = 1_000_000;
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final SafeXml.Bounds ROOT = new SafeXml.Bounds(8 << 20, 12, 20_000, 8192);
  private static final SafeXml.Bounds INDEX =
      new SafeXml.Bounds(4L << 30, 12, 100_000_000, 4 << 20);

  private RpmRoots() {}

  /**
   * Reads a repomd.xml.
   *
   * @param source what it is, for messages
   * @param latest revisions that say a later time than this, or none at all, say nothing
   * @throws EdosException external if it is malformed; refused if it is beyond all bounds
   */
  public static RepositoryRoot read(byte[] xml, String source, Instant latest) {
    List<ListedFile> files = new ArrayList<>();
    Optional<Instant> made =
        SafeXml.read(
            source,
            xml,
            ROOT,
            "repomd",
            root -> {
              Optional<Instant> revision = Optional.empty();
              while (root.child()) {
                switch (root.name()) {
                  case "revision" -> revision = time(root.text().strip(), latest);
                  case "data" -> data(root).ifPresent(files::add);
                  default -> root.skip();
                }
              }
              return revision;
            });
    return new RepositoryRoot(PackageFormat.RPM, made, Optional.empty(), files);
  }

  /** Revisions are seconds since 1970, unless their makers say something else. */
  private static Optional<Instant> time(String revision, Instant latest) {
    if (!revision.matches("[0-9]{9,11}")) {
      return Optional.empty();
    }
    Instant time = Instant.ofEpochSecond(Long.parseLong(revision));
    return time.isBefore(EARLIEST) || time.isAfter(latest.plus(Duration.ofDays(1)))
        ? Optional.empty()
        : Optional.of(time);
  }

  private static Optional<ListedFile> data(SafeXml xml) {
    String type = xml.required("type");
    Place place = new Place();
    while (xml.child()) {
      switch (xml.name()) {
        case "location" -> place.location(xml);
        case "checksum" -> place.checksum(xml);
        case "size" -> place.size = xml.numberText();
        default -> xml.skip();
      }
    }
    return place
        .file()
        .map(file ->
            new ListedFile(
                place.path,
                file,
                type,
                Optional.empty(),
                place.path.contains(file.sha256().hex()),
                type.equals(PRIMARY) ? Optional.of(PRIMARY) : Optional.empty()));
  }

  /**
   * Reads the index {@code primary}, unpacking it as the ending of its name tells. Packages without
   * SHA-256 or a safe path, and those on other servers, are passed over.
   *
   * @param name of the file, such as {@code primary.xml.zst}
   * @param in the file; not closed
   * @throws EdosException external if it is damaged or malformed; refused if it is beyond all
   *     bounds or lists more than a million packages
   */
  public static void packages(String name, InputStream in, Consumer<ListedPackage> packages) {
    String fileName = name.substring(name.lastIndexOf('/') + 1);
    try {
      InputStream unpacked = Compressed.open(new RepositoryPath(fileName), in);
      int[] count = {0};
      SafeXml.read(
          name,
          unpacked,
          INDEX,
          "metadata",
          xml -> {
            while (xml.child()) {
              if (!xml.name().equals("package")) {
                xml.skip();
              } else if (++count[0] > MOST_PACKAGES) {
                throw EdosException.refused(
                    name + " lists more than " + MOST_PACKAGES + " packages");
              } else {
                listed(xml).ifPresent(packages);
              }
            }
            return name;
          });
    } catch (IOException e) {
      throw EdosException.external(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<ListedPackage> listed(SafeXml xml) {
    Place place = new Place();
    String name = "";
    String version = "";
    String architecture = "";
    while (xml.child()) {
      switch (xml.name()) {
        case "name" -> name = xml.text();
        case "arch" -> architecture = xml.text();
        case "version" -> {
          version =
              RpmVersion.of(xml.attribute("epoch"), xml.attribute("ver"), xml.attribute("rel"))
                  .toString();
          xml.skip();
        }
        case "checksum" -> place.checksum(xml);
        case "size" -> {
          place.size = xml.number("package");
          xml.skip();
        }
        case "location" -> place.location(xml);
        default -> xml.skip();
      }
    }
    Optional<KnownFile> file = place.file();
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(new ListedPackage(place.path, file.get(), name, version, architecture));
  }

  /** Where a file is and what it must be, as far as it was read. */
  private static final class Place {
    private String path = "";
    private Optional<Sha256> sha256 = Optional.empty();
    private long size = -1;

    void location(SafeXml xml) {
      path =
          xml.attribute("base").isEmpty()
              ? UrlPath.ofReference(xml.attribute("href")).orElse("")
              : "";
      xml.skip();
    }

    void checksum(SafeXml xml) {
      String type = xml.attribute("type");
      String hex = xml.text().strip();
      sha256 =
          type.equalsIgnoreCase("sha256") && hex.matches("[0-9a-f]{64}")
              ? Optional.of(new Sha256(hex))
              : Optional.empty();
    }

    Optional<KnownFile> file() {
      return path.isEmpty() || size < 0
          ? Optional.empty()
          : sha256.map(hash -> new KnownFile(hash, size));
    }
  }
}
