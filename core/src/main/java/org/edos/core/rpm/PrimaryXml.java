package org.edos.core.rpm;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.metadata.SafeXml;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;

/**
 * Reads the index {@code primary}: one element per package, with everything but its full list of
 * files.
 */
final class PrimaryXml {
  private static final SafeXml.Bounds BOUNDS =
      new SafeXml.Bounds(4L << 30, 12, 100_000_000, 4 << 20);
  private static final Map<String, String> OPERATORS =
      Map.of("LT", "<", "LE", "<=", "EQ", "=", "GE", ">=", "GT", ">");
  private static final Map<String, Kind> KINDS =
      Map.of(
          "requires", Kind.REQUIRES,
          "recommends", Kind.RECOMMENDS,
          "suggests", Kind.SUGGESTS,
          "supplements", Kind.SUPPLEMENTS,
          "enhances", Kind.ENHANCES,
          "provides", Kind.PROVIDES,
          "conflicts", Kind.CONFLICTS,
          "obsoletes", Kind.OBSOLETES);

  private PrimaryXml() {}

  /**
   * A package as the index lists it.
   *
   * @param metadata all but the hash, for which zeros stand, and with the few files that this index
   *     names
   * @param checksum of the package file
   * @param href its place, relative to the folder that holds repodata
   */
  record Listed(PackageMetadata metadata, Checksum checksum, String href) {
    private static final Sha256 UNKNOWN = new Sha256("0".repeat(64));

    /** The whole metadata. */
    PackageMetadata with(Sha256 sha256, List<String> files) {
      return metadata.draft().sha256(sha256).files(files).finished();
    }
  }

  static void read(String what, InputStream in, String distribution, Consumer<Listed> packages) {
    SafeXml.read(
        what,
        in,
        BOUNDS,
        "metadata",
        xml -> {
          while (xml.child()) {
            if (xml.name().equals("package") && xml.attribute("type").equals("rpm")) {
              packages.accept(new Reading(distribution).read(xml));
            } else {
              xml.skip();
            }
          }
          return what;
        });
  }

  /** One package while it is read. */
  private static final class Reading {
    private final String distribution;
    private final Map<String, String> texts = new HashMap<>();
    private final List<Relation> relations = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private Optional<Checksum> checksum = Optional.empty();
    private Optional<Instant> built = Optional.empty();
    private String version = "";
    private String href = "";
    private long size;
    private long installed;

    Reading(String distribution) {
      this.distribution = distribution;
    }

    Listed read(SafeXml xml) {
      while (xml.child()) {
        switch (xml.name()) {
          case "version" -> {
            version = evr(xml);
            xml.skip();
          }
          case "checksum" -> checksum = Optional.of(Checksum.read(xml));
          case "time" -> {
            built = Optional.of(xml.number("build")).filter(t -> t > 0).map(Instant::ofEpochSecond);
            xml.skip();
          }
          case "size" -> {
            size = xml.number("package");
            installed = xml.attribute("installed").isEmpty() ? 0 : xml.number("installed");
            xml.skip();
          }
          case "location" -> href = Repomd.location(xml);
          case "format" -> format(xml);
          case "name", "arch", "summary", "description", "packager", "url" -> keep(xml);
          default -> xml.skip();
        }
      }
      if (href.isEmpty() || checksum.isEmpty()) {
        throw xml.malformed("its package " + text("name") + " lacks a location or a checksum");
      }
      return new Listed(metadata(), checksum.get(), href);
    }

    private void format(SafeXml xml) {
      while (xml.child()) {
        Kind kind = KINDS.get(xml.name());
        if (kind != null) {
          relations(xml, kind);
          continue;
        }
        switch (xml.name()) {
          case "license", "vendor", "group", "sourcerpm" -> keep(xml);
          case "file" -> {
            String file = xml.text();
            if (FileListsXml.isInstalled(file)) {
              files.add(file);
            }
          }
          default -> xml.skip();
        }
      }
    }

    private void relations(SafeXml xml, Kind kind) {
      while (xml.child()) {
        if (xml.name().equals("entry")) {
          String pre = xml.attribute("pre");
          Kind precise =
              kind == Kind.REQUIRES && (pre.equals("1") || pre.equals("true"))
                  ? Kind.PRE_REQUIRES
                  : kind;
          String operator = OPERATORS.getOrDefault(xml.attribute("flags"), "");
          relations.add(RpmRelations.relation(precise, xml.required("name"), operator, evr(xml)));
        }
        xml.skip();
      }
    }

    private static String evr(SafeXml xml) {
      return RpmVersion.of(xml.attribute("epoch"), xml.attribute("ver"), xml.attribute("rel"))
          .toString();
    }

    private void keep(SafeXml xml) {
      String name = xml.name();
      texts.put(name, xml.text());
    }

    private String text(String name) {
      return texts.getOrDefault(name, "");
    }

    private PackageMetadata metadata() {
      String vendor = text("vendor");
      String packager = text("packager");
      return new PackageDraft(
              new PackageId(
                  PackageFormat.RPM,
                  RpmDistribution.of(vendor, distribution),
                  text("name"),
                  version,
                  text("arch")),
              Listed.UNKNOWN,
              size)
          .installedSize(installed)
          .summary(text("summary"))
          .description(text("description"))
          .category(text("group"))
          .license(text("license"))
          .maintainer(packager.isBlank() ? vendor : packager)
          .homepage(text("url"))
          .source(RpmReader.sourceName(text("sourcerpm")))
          .date(built)
          .relations(relations)
          .files(files)
          .finished();
    }
  }
}
