package org.edos.core.rpm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.Relation.Kind;
import org.edos.core.metadata.XmlWriter;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;

/**
 * Writes the folder {@code repodata} for a bare folder of rpms, so that every dnf, yum and zypper
 * installs from it. The same packages and date give the same bytes.
 */
public final class RpmIndexWriter {
  private static final String NAMESPACE = "http://linux.duke.edu/metadata/";
  private static final Map<String, String> FLAGS =
      Map.of("<", "LT", "<=", "LE", "=", "EQ", ">=", "GE", ">", "GT");

  /** The order in which indexes list relations, with the kinds that each list holds. */
  private static final Map<String, List<Kind>> LISTS = lists();

  private RpmIndexWriter() {}

  private static Map<String, List<Kind>> lists() {
    Map<String, List<Kind>> lists = new LinkedHashMap<>();
    lists.put("rpm:provides", List.of(Kind.PROVIDES));
    lists.put("rpm:requires", List.of(Kind.REQUIRES, Kind.PRE_REQUIRES));
    lists.put("rpm:conflicts", List.of(Kind.CONFLICTS));
    lists.put("rpm:obsoletes", List.of(Kind.OBSOLETES));
    lists.put("rpm:suggests", List.of(Kind.SUGGESTS));
    lists.put("rpm:enhances", List.of(Kind.ENHANCES));
    lists.put("rpm:recommends", List.of(Kind.RECOMMENDS));
    lists.put("rpm:supplements", List.of(Kind.SUPPLEMENTS));
    return Collections.unmodifiableMap(lists);
  }

  /**
   * The indexes of these packages.
   *
   * @param packages by their places, relative to the folder that is to hold {@code repodata}
   * @param date the indexes' time and revision
   * @return the bytes of each file, by its place relative to the same folder
   */
  public static SortedMap<RepositoryPath, byte[]> write(
      Map<RepositoryPath, RpmPackage> packages, Instant date) {
    SortedMap<RepositoryPath, RpmPackage> sorted = new TreeMap<>(packages);
    SortedMap<RepositoryPath, byte[]> files = new TreeMap<>();
    byte[] repomd =
        XmlWriter.bytes(xml -> {
          xml.start("repomd")
              .attribute("xmlns", NAMESPACE + "repo")
              .attribute("xmlns:rpm", NAMESPACE + "rpm");
          xml.element("revision", Long.toString(date.getEpochSecond()));
          index(xml, "primary", date, files, XmlWriter.bytes(x -> primary(x, sorted)));
          index(xml, "filelists", date, files, XmlWriter.bytes(x -> fileLists(x, sorted.values())));
          index(xml, "other", date, files, XmlWriter.bytes(x -> other(x, sorted.values())));
          xml.text("\n").end();
        });
    files.put(new RepositoryPath("repodata/repomd.xml"), repomd);
    return files;
  }

  private static void index(
      XmlWriter xml, String type, Instant date, Map<RepositoryPath, byte[]> files, byte[] plain) {
    byte[] packed = gzip(plain);
    String href = "repodata/%s-%s.xml.gz".formatted(Sha256.of(packed), type);
    files.put(new RepositoryPath(href), packed);
    xml.text("\n").start("data").attribute("type", type);
    checksum(xml, "checksum", Sha256.of(packed));
    checksum(xml, "open-checksum", Sha256.of(plain));
    xml.start("location").attribute("href", href).end();
    xml.element("timestamp", Long.toString(date.getEpochSecond()));
    xml.element("size", Integer.toString(packed.length));
    xml.element("open-size", Integer.toString(plain.length));
    xml.end();
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static void checksum(XmlWriter xml, String element, Sha256 sha256) {
    xml.start(element).attribute("type", "sha256").text(sha256.hex()).end();
  }

  private static void primary(XmlWriter xml, SortedMap<RepositoryPath, RpmPackage> packages) {
    xml.start("metadata")
        .attribute("xmlns", NAMESPACE + "common")
        .attribute("xmlns:rpm", NAMESPACE + "rpm")
        .attribute("packages", Integer.toString(packages.size()));
    packages.forEach((path, rpm) -> primary(xml, path, rpm));
    xml.text("\n").end();
  }

  private static void primary(XmlWriter xml, RepositoryPath path, RpmPackage rpm) {
    PackageMetadata m = rpm.metadata();
    String built = Long.toString(m.date().map(Instant::getEpochSecond).orElse(0L));
    xml.text("\n").start("package").attribute("type", "rpm");
    xml.element("name", m.id().name()).element("arch", m.id().architecture());
    version(xml.start("version"), m.id().version()).end();
    xml.start("checksum")
        .attribute("type", "sha256")
        .attribute("pkgid", "YES")
        .text(m.sha256().hex())
        .end();
    xml.element("summary", m.summary());
    xml.element("description", m.description());
    xml.element("packager", rpm.packager());
    xml.element("url", m.homepage());
    xml.start("time").attribute("file", built).attribute("build", built).end();
    xml.start("size")
        .attribute("package", Long.toString(m.size()))
        .attribute("installed", Long.toString(m.installedSize()))
        .attribute("archive", Long.toString(rpm.archiveSize()))
        .end();
    xml.start("location").attribute("href", path.value()).end();
    xml.start("format");
    xml.element("rpm:license", m.license());
    xml.element("rpm:vendor", rpm.vendor());
    xml.element("rpm:group", m.category());
    xml.element("rpm:buildhost", rpm.buildHost());
    xml.element("rpm:sourcerpm", rpm.sourceRpm());
    xml.start("rpm:header-range")
        .attribute("start", Long.toString(rpm.headerStart()))
        .attribute("end", Long.toString(rpm.headerEnd()))
        .end();
    LISTS.forEach((element, kinds) -> relations(xml, element, kinds, m.relations()));
    files(xml, rpm, RpmIndexWriter::inPrimary);
    xml.end().end();
  }

  private static void relations(
      XmlWriter xml, String element, List<Kind> kinds, List<Relation> all) {
    List<Relation> relations =
        all.stream()
            .filter(r -> kinds.contains(r.kind()))
            .filter(r -> !ofRpmItself(r))
            .distinct()
            .toList();
    if (relations.isEmpty()) {
      return;
    }
    xml.start(element);
    for (Relation relation : relations) {
      Capability capability = relation.alternatives().getFirst();
      xml.start("rpm:entry").attribute("name", capability.name());
      if (!capability.operator().isEmpty()) {
        xml.attribute("flags", FLAGS.getOrDefault(capability.operator(), "EQ"));
        version(xml, capability.version());
      }
      if (relation.kind() == Kind.PRE_REQUIRES) {
        xml.attribute("pre", "1");
      }
      xml.end();
    }
    xml.end();
  }

  /** What a package asks of the program rpm, which no repository provides. */
  private static boolean ofRpmItself(Relation relation) {
    return relation.alternatives().getFirst().name().startsWith("rpmlib(");
  }

  private static XmlWriter version(XmlWriter xml, String text) {
    RpmVersion version = RpmVersion.parse(text);
    return xml.attribute("epoch", version.epoch())
        .attribute("ver", version.version())
        .attributeIfAny("rel", version.release());
  }

  /** The files that dnf finds without the full lists: what other packages may require by path. */
  private static boolean inPrimary(String file) {
    return file.startsWith("/etc/") || file.contains("bin/") || file.equals("/usr/lib/sendmail");
  }

  private static void fileLists(XmlWriter xml, Collection<RpmPackage> packages) {
    list(xml, "filelists", packages, rpm -> files(xml, rpm, file -> true));
  }

  private static void other(XmlWriter xml, Collection<RpmPackage> packages) {
    list(xml, "otherdata", packages, rpm -> {});
  }

  private static void list(
      XmlWriter xml, String root, Collection<RpmPackage> packages, Consumer<RpmPackage> content) {
    xml.start(root)
        .attribute("xmlns", NAMESPACE + (root.equals("filelists") ? "filelists" : "other"))
        .attribute("packages", Integer.toString(packages.size()));
    for (RpmPackage rpm : packages) {
      PackageMetadata m = rpm.metadata();
      xml.text("\n")
          .start("package")
          .attribute("pkgid", m.sha256().hex())
          .attribute("name", m.id().name())
          .attribute("arch", m.id().architecture());
      version(xml.start("version"), m.id().version()).end();
      content.accept(rpm);
      xml.end();
    }
    xml.text("\n").end();
  }

  private static void files(XmlWriter xml, RpmPackage rpm, Predicate<String> wanted) {
    for (String file : rpm.metadata().files()) {
      if (wanted.test(file)) {
        xml.start("file");
        if (rpm.directories().contains(file)) {
          xml.attribute("type", "dir");
        } else if (rpm.ghosts().contains(file)) {
          xml.attribute("type", "ghost");
        }
        xml.text(file).end();
      }
    }
  }
}
