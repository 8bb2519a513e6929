package org.edos.physical.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.edos.core.metadata.CollectionMetadata;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageDraft;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.metadata.UtilityMetadata;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;

/** Documents and releases for tests of the index. */
public final class IndexedReleases {
  static final List<String> WORDS =
      List.of(
          "apache", "web", "server", "libssl3", "c++", "python3", "client", "tools", "a", "editor",
          "Web", "fast");

  private IndexedReleases() {}

  /** A Debian package. */
  public static Document deb(String name, String version, String summary) {
    return deb(name, version, summary, 1000, List.of());
  }

  static Document deb(
      String name, String version, String summary, long size, List<String> requires) {
    return packaged(PackageFormat.DEB, name, version, summary, "", size, requires);
  }

  static Document packaged(
      PackageFormat format,
      String name,
      String version,
      String summary,
      String description,
      long size,
      List<String> requires) {
    PackageId id = new PackageId(format, "debian", name, version, "amd64");
    return MetadataXml.write(
        new PackageDraft(id, Sha256.of(id.toString().getBytes(UTF_8)), size)
            .summary(summary)
            .description(description)
            .category("net")
            .license("GPL-2.0 OR (MIT)")
            .source(name)
            .date(Optional.of(Instant.ofEpochSecond(1_700_000_000 + size)))
            .relations(
                requires.stream()
                    .map(r -> new Relation(Relation.Kind.REQUIRES, List.of(capability(r))))
                    .toList())
            .files(List.of("/usr/bin/" + name))
            .finished());
  }

  private static Capability capability(String name) {
    return name.length() % 2 == 0
        ? Capability.any(name)
        : new Capability(name, name.length() > 6 ? ">=" : "=", "1." + name.length());
  }

  /** A few hundred units of every kind with words that many share, the same for the same seed. */
  public static List<Document> random(long seed, int count) {
    Random random = new Random(seed);
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name =
          words(random, 1 + random.nextInt(2), "-").toLowerCase(java.util.Locale.ROOT) + i % 40;
      documents.add(
          packaged(
              random.nextInt(4) == 0 ? PackageFormat.RPM : PackageFormat.DEB,
              name,
              random.nextInt(3) + "." + i + (random.nextBoolean() ? "~rc" : "-1"),
              words(random, 4, " "),
              words(random, 12, random.nextBoolean() ? ", " : " "),
              random.nextInt(100_000),
              List.of(words(random, 1, ""), words(random, 1, ""))));
    }
    UtilityId utility = new UtilityId("web/Release", "1");
    documents.add(
        MetadataXml.write(
            new UtilityMetadata(
                utility, new RepositoryPath("dists/Release"), Sha256.of(new byte[] {1}), 5000)));
    documents.add(
        MetadataXml.write(new CollectionMetadata(new CollectionId("web", "1"), List.of(utility))));
    return documents;
  }

  /** A query of any form over the words of {@link #random}. */
  static String query(Random random, int depth) {
    String word = WORDS.get(random.nextInt(WORDS.size()));
    String star = random.nextInt(4) == 0 ? "*" : "";
    return switch (random.nextInt(depth == 0 ? 9 : 14)) {
      case 0 -> word + star;
      case 1 -> '"' + words(random, 2, " ") + '"' + star;
      case 2 -> "name:" + word.toLowerCase(java.util.Locale.ROOT) + random.nextInt(40) + star;
      case 3 -> "requires:" + word + star;
      case 4 ->
          "size"
              + List.of("<", "<=", ":", ">=", ">").get(random.nextInt(5))
              + random.nextInt(100)
              + "kB";
      case 5 ->
          List.of(
                  "license:mit",
                  "kind:utility",
                  "kind:collection",
                  "format:rpm",
                  "member:*",
                  "path:dists/*")
              .get(random.nextInt(6));
      case 6 ->
          "version"
              + List.of("<", "<=", ":", ">=", ">").get(random.nextInt(5))
              + "1."
              + random.nextInt(200);
      case 7 -> List.of("summary:", "description:").get(random.nextInt(2)) + word + star;
      case 8 -> "file:/usr/bin/" + word + "*";
      case 9 -> "NOT (" + query(random, depth - 1) + ")";
      case 10, 11 -> "(" + query(random, depth - 1) + ") (" + query(random, depth - 1) + ")";
      default -> "(" + query(random, depth - 1) + " OR " + query(random, depth - 1) + ")";
    };
  }

  private static String words(Random random, int count, String between) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return String.join(between, words);
  }

  /** Publishes documents as a release. */
  public static PublishedRelease publish(
      MetadataIndex index, String id, long number, List<Document> documents) {
    PublishedRelease release = release(id, number);
    try (MetadataIndex.Publication publication = index.open(release.id())) {
      documents.forEach(publication::add);
      publication.commit(release, composition(id));
    }
    return release;
  }

  /** A release of that number. */
  public static PublishedRelease release(String id, long number) {
    return new PublishedRelease(
        ReleaseId.parse(id),
        number,
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-02-01T00:00:00Z"),
        PackageFormat.DEB,
        3,
        1,
        12345,
        composition(id).digest());
  }

  /** What stands for its signed composition. */
  public static SignedComposition composition(String id) {
    return new SignedComposition(("<composition id='" + id + "'/>").getBytes(UTF_8), "aa", "bb");
  }
}
