package org.edos.core.metadata;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;

/**
 * The written form of a unit's metadata, described by {@code edos-metadata.xsd}: flat, so that
 * queries are short, and with the same bytes for the same metadata everywhere. An empty value has
 * no element. Each relation is an element named by its kind that holds the capabilities of which
 * any satisfies it. What changes after publication is not in it: at its end stand calls of the
 * services that know, in the syntax of ActiveXML.
 */
public final class MetadataXml {
  /** The namespace of calls. */
  public static final String CALLS_NAMESPACE = "edos:axml";

  /** The prefix that every document binds to it. */
  public static final String CALLS_PREFIX = "axml";

  /** The services that every package's document calls, in this order. */
  private static final List<String> PACKAGE_CALLS = List.of("replicas", "statistics", "closure");

  private static final List<String> RELEASE_CALLS = List.of("statistics");

  private static final List<String> MOVING_CALLS = List.of("statistics", "composition");

  /** Room for the file list of the largest package and for a collection of two million members. */
  private static final SafeXml.Bounds BOUNDS =
      new SafeXml.Bounds(512L << 20, 16, 4_000_000, 4 << 20);

  private static final Map<String, Relation.Kind> KINDS = kinds();

  private MetadataXml() {}

  private static Map<String, Relation.Kind> kinds() {
    Map<String, Relation.Kind> kinds = new HashMap<>();
    for (Relation.Kind kind : Relation.Kind.values()) {
      kinds.put(kind.element(), kind);
    }
    return Map.copyOf(kinds);
  }

  /** The unit's document. Characters that XML cannot hold become U+FFFD. */
  public static Document write(UnitMetadata metadata) {
    return new Document(
        metadata.id(),
        XmlWriter.bytes(xml -> {
          switch (metadata) {
            case PackageMetadata p -> writePackage(xml, p);
            case UtilityMetadata u -> writeUtility(xml, u);
            case CollectionMetadata c -> writeCollection(xml, c);
          }
        }));
  }

  /**
   * Reads a document back.
   *
   * @throws EdosException (external) if it is malformed or contradicts its own id; (refused) if it
   *     is beyond all bounds
   */
  public static UnitMetadata read(byte[] document) {
    String root = SafeXml.rootOf("metadata document", document, BOUNDS);
    return switch (root) {
      case "package" ->
          SafeXml.read("package document", document, BOUNDS, root, MetadataXml::readPackage);
      case "utility" ->
          SafeXml.read("utility document", document, BOUNDS, root, MetadataXml::readUtility);
      case "collection" ->
          SafeXml.read("collection document", document, BOUNDS, root, MetadataXml::readCollection);
      default -> throw EdosException.external("a metadata document describes no <" + root + ">");
    };
  }

  private static void writePackage(XmlWriter xml, PackageMetadata p) {
    PackageId id = p.id();
    begin(xml, "package", id)
        .element("arch", id.architecture())
        .element("format", id.format().type())
        .element("distribution", id.distribution())
        .element("size", Long.toString(p.size()))
        .elementIfAny(
            "installed-size", p.installedSize() == 0 ? "" : Long.toString(p.installedSize()))
        .element("sha256", p.sha256().hex())
        .elementIfAny("category", p.category())
        .elementIfAny("license", p.license())
        .elementIfAny("summary", p.summary())
        .elementIfAny("description", p.description())
        .elementIfAny("maintainer", p.maintainer())
        .elementIfAny("homepage", p.homepage())
        .elementIfAny("source", p.source())
        .elementIfAny("date", p.date().map(Instant::toString).orElse(""))
        .elementIfAny("essential", p.essential() ? "yes" : "")
        .elementIfAny("multi-arch", p.multiArch() == MultiArch.NO ? "" : p.multiArch().written());
    p.relations().forEach(relation -> writeRelation(xml, relation));
    if (!p.files().isEmpty()) {
      xml.start("files");
      p.files().forEach(file -> xml.element("file", file));
      xml.end();
    }
    PACKAGE_CALLS.forEach(service -> writeCall(xml, service));
    xml.end();
  }

  /** Lazy, valid as long as the service says, and replaced by the next result. */
  private static void writeCall(XmlWriter xml, String service) {
    xml.start(CALLS_PREFIX + ":sc").attribute("methodName", service).end();
  }

  private static void writeRelation(XmlWriter xml, Relation relation) {
    xml.start(relation.kind().element());
    for (Capability capability : relation.alternatives()) {
      xml.start("capability")
          .attribute("name", capability.name())
          .attributeIfAny("op", capability.operator())
          .attributeIfAny("version", capability.version())
          .attributeIfAny("arch", capability.architecture())
          .end();
    }
    xml.end();
  }

  private static void writeUtility(XmlWriter xml, UtilityMetadata u) {
    begin(xml, "utility", u.id())
        .element("path", u.path().value())
        .element("sha256", u.sha256().hex())
        .element("size", Long.toString(u.size()))
        .end();
  }

  private static void writeCollection(XmlWriter xml, CollectionMetadata c) {
    begin(xml, "collection", c.id());
    c.members().forEach(member -> xml.element("member", member.toString()));
    if (isRelease(c.id())) {
      (isMoving(c.id()) ? MOVING_CALLS : RELEASE_CALLS).forEach(service -> writeCall(xml, service));
    }
    xml.end();
  }

  /** The root collection of a release has its name; the names of all others go on after a slash. */
  private static boolean isRelease(CollectionId id) {
    return id.name().indexOf('/') < 0;
  }

  /** What a moving release consists of changes. */
  private static boolean isMoving(CollectionId id) {
    return id.version().equals(CollectionId.CURRENT);
  }

  private static XmlWriter begin(XmlWriter xml, String element, UnitId id) {
    xml.start(element).attribute("id", id.toString());
    if (id instanceof PackageId || (id instanceof CollectionId c && isRelease(c))) {
      xml.attribute("xmlns:" + CALLS_PREFIX, CALLS_NAMESPACE);
    }
    return xml.element("name", id.name()).element("version", id.version());
  }

  private static PackageMetadata readPackage(SafeXml xml) {
    Map<String, String> values = new HashMap<>();
    List<Relation> relations = new ArrayList<>();
    List<String> files = new ArrayList<>();
    PackageId id = id(xml, PackageId.class);
    while (xml.child()) {
      Relation.Kind kind = KINDS.get(xml.name());
      if (kind != null) {
        relations.add(readRelation(xml, kind));
      } else if (xml.name().equals("files")) {
        while (xml.child()) {
          files.add(xml.text());
        }
      } else {
        keep(xml, values);
      }
    }
    agree(xml, id, values);
    agree(xml, "arch", id.architecture(), values);
    agree(xml, "format", id.format().type(), values);
    agree(xml, "distribution", id.distribution(), values);
    return new PackageDraft(id, new Sha256(value(values, "sha256")), number(xml, values, "size"))
        .installedSize(
            values.containsKey("installed-size") ? number(xml, values, "installed-size") : 0)
        .summary(value(values, "summary"))
        .description(value(values, "description"))
        .category(value(values, "category"))
        .license(value(values, "license"))
        .maintainer(value(values, "maintainer"))
        .homepage(value(values, "homepage"))
        .source(value(values, "source"))
        .date(
            values.containsKey("date")
                ? Optional.of(Instant.parse(value(values, "date")))
                : Optional.empty())
        .essential(value(values, "essential").equals("yes"))
        .multiArch(MultiArch.of(value(values, "multi-arch")))
        .relations(relations)
        .files(files)
        .finished();
  }

  private static Relation readRelation(SafeXml xml, Relation.Kind kind) {
    List<Capability> alternatives = new ArrayList<>();
    while (xml.child()) {
      if (xml.name().equals("capability")) {
        alternatives.add(
            new Capability(
                xml.required("name"),
                xml.attribute("op"),
                xml.attribute("version"),
                xml.attribute("arch")));
      }
      xml.skip();
    }
    return new Relation(kind, alternatives);
  }

  private static UtilityMetadata readUtility(SafeXml xml) {
    Map<String, String> values = new HashMap<>();
    UtilityId id = id(xml, UtilityId.class);
    while (xml.child()) {
      keep(xml, values);
    }
    agree(xml, id, values);
    return new UtilityMetadata(
        id,
        new RepositoryPath(value(values, "path")),
        new Sha256(value(values, "sha256")),
        number(xml, values, "size"));
  }

  private static CollectionMetadata readCollection(SafeXml xml) {
    Map<String, String> values = new HashMap<>();
    List<UnitId> members = new ArrayList<>();
    CollectionId id = id(xml, CollectionId.class);
    while (xml.child()) {
      if (xml.name().equals("member")) {
        members.add(UnitId.parse(xml.text()));
      } else {
        keep(xml, values);
      }
    }
    agree(xml, id, values);
    return new CollectionMetadata(id, members);
  }

  private static <T extends UnitId> T id(SafeXml xml, Class<T> type) {
    UnitId id = UnitId.parse(xml.required("id"));
    if (!type.isInstance(id)) {
      throw xml.malformed("<" + xml.name() + "> has the id " + id);
    }
    return type.cast(id);
  }

  /**
   * Remembers the first value of an element; of unknown ones there are few, and no one reads them.
   */
  private static void keep(SafeXml xml, Map<String, String> values) {
    String name = xml.name();
    String text = xml.text();
    if (values.size() < 64) {
      values.putIfAbsent(name, text);
    }
  }

  private static void agree(SafeXml xml, UnitId id, Map<String, String> values) {
    agree(xml, "name", id.name(), values);
    agree(xml, "version", id.version(), values);
  }

  /** Queries read the elements and trust reads the id, so the two must say the same. */
  private static void agree(
      SafeXml xml, String element, String expected, Map<String, String> values) {
    String said = value(values, element);
    if (!said.equals(XmlWriter.legal(expected))) {
      throw xml.malformed(
          "its " + element + " is '" + said + "', but its id says '" + expected + "'");
    }
  }

  private static String value(Map<String, String> values, String element) {
    return values.getOrDefault(element, "");
  }

  private static long number(SafeXml xml, Map<String, String> values, String element) {
    return xml.number(element, value(values, element));
  }
}
