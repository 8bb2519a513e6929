package org.edos.role.subscribe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
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
        new PackageMetadata(
            (PackageId) unit,
            Sha256.of(unit.toString().getBytes(UTF_8)),
            1000,
            0,
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            Optional.empty(),
            List.of(),
            List.of()));
  }
}
