package org.edos.core.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/**
 * The written form of a composition, described by {@code edos-release.xsd}: the bytes that a
 * publisher signs. The same composition always has the same bytes.
 */
public final class CompositionXml {
  /** The most files that a release may have. */
  public static final int MAX_FILES = 2_000_000;

  private static final SafeXml.Bounds BOUNDS =
      new SafeXml.Bounds(1L << 30, 8, 5L * MAX_FILES, 8192);

  private CompositionXml() {}

  /**
   * The composition's bytes.
   *
   * @throws EdosException (exhausted) if it has more than {@link #MAX_FILES} files
   */
  public static byte[] write(Composition composition) {
    if (composition.entries().size() > MAX_FILES) {
      throw EdosException.exhausted(
          "a release has at most " + MAX_FILES + " files; publish it in parts");
    }
    return XmlWriter.bytes(xml -> write(xml, composition));
  }

  /**
   * Reads a composition back.
   *
   * @throws EdosException (external) if it is malformed; (refused) if it is beyond the bounds, has
   *     unsafe paths or repeats one
   */
  public static Composition read(byte[] bytes) {
    return SafeXml.read("composition", bytes, BOUNDS, "composition", CompositionXml::read);
  }

  private static void write(XmlWriter xml, Composition composition) {
    xml.start("composition")
        .attribute("name", composition.id().name())
        .attribute("version", composition.id().version())
        .attribute("number", Long.toString(composition.number()))
        .attribute("created", composition.created().toString())
        .attribute("expires", composition.expires().toString())
        .attribute("format", composition.format().type())
        .attributeIfAny("origin", composition.origin().map(Origin::toString).orElse(""));
    for (Composition.Entry entry : composition.entries()) {
      write(xml.text("\n").start("file"), entry).end();
    }
    for (CollectionMetadata collection : composition.collections()) {
      xml.text("\n").start("collection").attribute("id", collection.id().toString());
      collection.members().forEach(member -> xml.text("\n").element("member", member.toString()));
      xml.end();
    }
    composition.history().forEach(change -> write(xml.text("\n"), change));
    xml.text("\n").end();
  }

  private static void write(XmlWriter xml, UnitChange change) {
    xml.start("change")
        .attribute("number", Long.toString(change.number()))
        .attribute("time", change.time().toString())
        .attribute("kind", change.kind().name().toLowerCase(Locale.ROOT))
        .attributeIfAny("after", change.after().map(UnitId::toString).orElse(""));
    change.before().ifPresent(before -> write(xml.start("before"), before).end());
    xml.end();
  }

  private static XmlWriter write(XmlWriter xml, Composition.Entry entry) {
    return xml.attribute("path", entry.path().value())
        .attribute("unit", entry.unit().toString())
        .attribute("sha256", entry.sha256().hex())
        .attribute("size", Long.toString(entry.size()))
        .attribute("document", entry.document().hex());
  }

  private static Composition read(SafeXml xml) {
    ReleaseId id = new ReleaseId(xml.required("name"), xml.required("version"));
    long number = xml.number("number");
    var created = xml.instant("created");
    var expires = xml.instant("expires");
    PackageFormat format = format(xml);
    Optional<Origin> origin =
        xml.attribute("origin").isEmpty()
            ? Optional.empty()
            : Optional.of(Origin.parse(xml.attribute("origin")));
    List<Composition.Entry> entries = new ArrayList<>();
    List<CollectionMetadata> collections = new ArrayList<>();
    List<UnitChange> history = new ArrayList<>();
    while (xml.child()) {
      switch (xml.name()) {
        case "file" -> {
          if (entries.size() == MAX_FILES) {
            throw EdosException.refused(
                "composition of " + id + " has more than " + MAX_FILES + " files");
          }
          entries.add(entry(xml));
          xml.skip();
        }
        case "collection" -> collections.add(collection(xml));
        case "change" -> {
          if (history.size() == Composition.MOST_CHANGES) {
            throw xml.malformed("it remembers too many changes");
          }
          history.add(change(xml));
        }
        default -> xml.skip();
      }
    }
    return new Composition(
        id, number, created, expires, format, origin, entries, collections, history);
  }

  private static PackageFormat format(SafeXml xml) {
    String type = xml.required("format");
    for (PackageFormat format : PackageFormat.values()) {
      if (format.type().equals(type)) {
        return format;
      }
    }
    throw xml.malformed("its format is '" + type + "'");
  }

  private static Composition.Entry entry(SafeXml xml) {
    return new Composition.Entry(
        new RepositoryPath(xml.required("path")),
        UnitId.parse(xml.required("unit")),
        new Sha256(xml.required("sha256")),
        xml.number("size"),
        new Sha256(xml.required("document")));
  }

  private static UnitChange change(SafeXml xml) {
    long number = xml.number("number");
    Instant time = xml.instant("time");
    UnitChange.Kind kind = kind(xml);
    Optional<UnitId> after =
        xml.attribute("after").isEmpty()
            ? Optional.empty()
            : Optional.of(UnitId.parse(xml.attribute("after")));
    Optional<Composition.Entry> before = Optional.empty();
    while (xml.child()) {
      if (xml.name().equals("before")) {
        before = Optional.of(entry(xml));
      }
      xml.skip();
    }
    try {
      return new UnitChange(number, time, kind, before, after);
    } catch (IllegalArgumentException e) {
      throw xml.malformed("a change lacks what came or what went");
    }
  }

  private static UnitChange.Kind kind(SafeXml xml) {
    for (UnitChange.Kind kind : UnitChange.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(xml.attribute("kind"))) {
        return kind;
      }
    }
    throw xml.malformed("a change is of kind '" + xml.attribute("kind") + "'");
  }

  private static CollectionMetadata collection(SafeXml xml) {
    UnitId id = UnitId.parse(xml.required("id"));
    if (!(id instanceof CollectionId collection)) {
      throw xml.malformed(id + " is not the id of a collection");
    }
    List<UnitId> members = new ArrayList<>();
    while (xml.child()) {
      if (xml.name().equals("member")) {
        members.add(UnitId.parse(xml.text()));
      } else {
        xml.skip();
      }
    }
    return new CollectionMetadata(collection, members);
  }
}
