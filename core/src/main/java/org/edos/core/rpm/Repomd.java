package org.edos.core.rpm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.edos.core.metadata.SafeXml;

/**
 * A repository's root, {@code repodata/repomd.xml}: which index files there are.
 *
 * @param indexes in the root's order
 */
record Repomd(List<Index> indexes) {
  private static final SafeXml.Bounds BOUNDS = new SafeXml.Bounds(8 << 20, 12, 20_000, 8192);

  /** An index file as the root promises it. */
  record Index(String type, String href, Checksum checksum, Optional<Long> size) {}

  static Repomd read(String what, byte[] xml) {
    return SafeXml.read(what, xml, BOUNDS, "repomd", Repomd::repomd);
  }

  /** The index of this type, such as {@code primary}. */
  Optional<Index> index(String type) {
    return indexes.stream().filter(index -> index.type().equals(type)).findFirst();
  }

  private static Repomd repomd(SafeXml xml) {
    List<Index> indexes = new ArrayList<>();
    while (xml.child()) {
      if (xml.name().equals("data")) {
        indexes.add(index(xml));
      } else {
        xml.skip();
      }
    }
    return new Repomd(List.copyOf(indexes));
  }

  private static Index index(SafeXml xml) {
    String type = xml.required("type");
    String href = "";
    Optional<Checksum> checksum = Optional.empty();
    Optional<Long> size = Optional.empty();
    while (xml.child()) {
      switch (xml.name()) {
        case "location" -> href = location(xml);
        case "checksum" -> checksum = Optional.of(Checksum.read(xml));
        case "size" -> size = Optional.of(xml.numberText());
        default -> xml.skip();
      }
    }
    if (href.isEmpty() || checksum.isEmpty()) {
      throw xml.malformed("its index " + type + " lacks a location or a checksum");
    }
    return new Index(type, href, checksum.get(), size);
  }

  /** The path in a location element; one that points to another server is no part of the tree. */
  static String location(SafeXml xml) {
    if (!xml.attribute("base").isEmpty()) {
      throw xml.malformed(
          "its location "
              + xml.attribute("href")
              + " has an xml:base; only files of the tree are taken");
    }
    String href = xml.required("href");
    xml.skip();
    return href;
  }
}
