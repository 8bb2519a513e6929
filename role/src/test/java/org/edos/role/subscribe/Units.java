package org.edos.role.subscribe;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/** Packages of which only the name matters. */
final class Units {
  private Units() {}

  static String id(String name) {
    return "pkg:deb/debian/" + name + "@1?arch=all";
  }

  static Document document(UnitId unit) {
    return MetadataXml.write(
        new PackageDraft((PackageId) unit, Sha256.of(unit.toString().getBytes(UTF_8)), 1000)
            .finished());
  }
}
