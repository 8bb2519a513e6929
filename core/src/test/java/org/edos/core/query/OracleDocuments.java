package org.edos.core.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.rpm.RpmReader;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.testkit.TestData;

/** The documents of the real packages, of others mixed from them, and of a release of all these. */
public final class OracleDocuments {
  private OracleDocuments() {}

  /** All of them, the same in every run. */
  public static List<Document> all() {
    List<PackageMetadata> real = new ArrayList<>();
    for (Path file : TestData.debs()) {
      real.add(read(file, in -> DebReader.read(in, "x.deb", "debian").metadata()));
    }
    for (Path file : TestData.rpms()) {
      real.add(read(file, in -> new RpmReader().read("x.rpm", in).metadata()));
    }
    List<PackageMetadata> packages = new ArrayList<>(real);
    Random random = new Random(11);
    while (packages.size() < 220) {
      packages.add(mixed(one(real, random), one(real, random), one(real, random), random));
    }
    Set<UnitId> seen = new HashSet<>();
    List<Document> documents = new ArrayList<>();
    for (PackageMetadata metadata : packages) {
      if (seen.add(metadata.id())) {
        documents.add(MetadataXml.write(metadata));
      }
    }
    List<UnitId> members = new ArrayList<>(seen);
    for (int i = 0; i < 6; i++) {
      UtilityId utility = new UtilityId("tools/Release" + i, "1." + i);
      RepositoryPath path = new RepositoryPath("dists/tools" + i + "/Release");
      documents.add(
          MetadataXml.write(
              new UtilityMetadata(utility, path, Sha256.of(new byte[] {(byte) i}), 900L * i)));
      CollectionId collection = new CollectionId(i == 0 ? "tools" : "tools/part" + i, "1." + i);
      documents.add(
          MetadataXml.write(
              new CollectionMetadata(collection, members.subList(i * 8, i * 8 + 1 + i * 3))));
    }
    return documents;
  }

  private interface Reading {
    PackageMetadata from(InputStream in) throws IOException;
  }

  private static PackageMetadata read(Path file, Reading reading) {
    try (InputStream in = Files.newInputStream(file)) {
      return reading.from(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Identity of one, words of another, relations of a third. */
  private static PackageMetadata mixed(
      PackageMetadata one, PackageMetadata two, PackageMetadata three, Random random) {
    PackageId old = one.id();
    String version =
        two.id().version().replaceAll("[^0-9A-Za-z.+~-]", "") + "." + random.nextInt(9);
    PackageId id =
        new PackageId(
            old.format(),
            old.distribution(),
            old.name() + (random.nextBoolean() ? "-extra" : ""),
            version,
            old.architecture());
    String summary =
        random.nextInt(3) == 0 ? two.summary().toUpperCase(Locale.ROOT) : two.summary();
    return new PackageDraft(
            id,
            Sha256.of(id.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            one.size() + random.nextInt(3))
        .installedSize(random.nextBoolean() ? two.installedSize() : 0)
        .summary(summary)
        .description(
            random.nextInt(3) == 0
                ? "It's \"quoted\" & <marked>\n \u00e9\ud83d\ude00 c++"
                : two.description())
        .category(random.nextBoolean() ? three.category() : "")
        .license(three.license())
        .maintainer(two.maintainer())
        .homepage(random.nextBoolean() ? one.homepage() : "")
        .source(random.nextBoolean() ? id.name() : two.source())
        .date(
            random.nextBoolean()
                ? Optional.of(Instant.ofEpochSecond(1_500_000_000L + random.nextInt(200_000_000)))
                : one.date())
        .relations(three.relations())
        .files(random.nextBoolean() ? one.files().stream().limit(12).toList() : List.of())
        .finished();
  }

  /** Every value that a field has in them. */
  static Map<String, List<String>> values(List<Document> documents) {
    Map<Field, Set<String>> values = new TreeMap<>();
    for (Document document : documents) {
      DocumentFields fields = DocumentFields.of(document);
      for (Field field : fields.fields()) {
        values.computeIfAbsent(field, f -> new TreeSet<>()).addAll(fields.values(field));
      }
    }
    Map<String, List<String>> lists = new TreeMap<>();
    values.forEach((field, all) -> lists.put(field.toString(), List.copyOf(all)));
    return lists;
  }

  private static <T> T one(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
