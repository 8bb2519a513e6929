package org.edos.role.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.edos.core.attribute.Signature;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.rpm.RpmReader;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.testkit.TestData;

/** The real packages in several versions and under many licences, and a release of them. */
final class RealUnits {
  private static final List<String> LICENCES =
      List.of("MIT", "GPLv2+", "GPL-2.0-only OR MIT", "AGPL-3.0-only AND MIT", "Apache-2.0", "");

  private RealUnits() {}

  static List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    List<UnitId> members = new ArrayList<>();
    int at = 0;
    for (PackageMetadata real : packages()) {
      PackageMetadata licensed =
          real.draft().license(LICENCES.get(at++ % LICENCES.size())).finished();
      documents.add(MetadataXml.write(licensed));
      members.add(licensed.id());
    }
    UtilityId utility = new UtilityId("tools/Release", "1");
    documents.add(
        MetadataXml.write(
            new UtilityMetadata(
                utility, new RepositoryPath("dists/tools/Release"), Sha256.of(new byte[0]), 9)));
    members.add(utility);
    documents.add(
        MetadataXml.write(new CollectionMetadata(new CollectionId("tools", "1"), members)));
    return documents;
  }

  private static List<PackageMetadata> packages() {
    List<PackageMetadata> all = new ArrayList<>();
    for (Path file : TestData.debs()) {
      try (InputStream in = Files.newInputStream(file)) {
        all.add(DebReader.read(in, "x.deb", "debian").metadata());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (Path file : TestData.rpms()) {
      try (InputStream in = Files.newInputStream(file)) {
        all.add(new RpmReader().read("x.rpm", in).metadata());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  /** A directory of one or two lines about what these units say. */
  static String directory(List<Document> documents, Random random) {
    StringBuilder text = new StringBuilder();
    for (int lines = 1 + random.nextInt(2); lines > 0; lines--) {
      Signature signature =
          Signature.of(MetadataXml.read(documents.get(random.nextInt(documents.size())).xml()));
      var known = signature.all().get(random.nextInt(signature.all().size()));
      String kind = known.kind() + ": ";
      if (known.list().isEmpty()) {
        text.append(kind).append("not unknown\n");
        continue;
      }
      String one = written(known.list().get(random.nextInt(known.list().size())).toString());
      String other = written(known.list().get(random.nextInt(known.list().size())).toString());
      text.append(kind)
          .append(random.nextInt(3) == 0 ? "not " : "")
          .append(one)
          .append(random.nextBoolean() ? " or " : " and not ")
          .append(random.nextInt(3) == 0 ? "unknown" : other)
          .append('\n');
    }
    return text.toString();
  }

  /** At most a few words, so that it is an attribute that may be wanted. */
  private static String written(String attribute) {
    String first = attribute.split(" \\.\\. ", 2)[0];
    String[] words = first.split(" ", -1);
    String few = words.length > 4 ? words[0] + " " + words[1] : first;
    return '"' + few.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
