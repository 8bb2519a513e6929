package org.edos.app.web;

import java.util.List;
import java.util.stream.Stream;
import org.edos.actor.PeerQuestions;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;

/**
 * The versions that there are of a unit's name, the newest first, and the releases that have them.
 *
 * @param id of the unit that is looked at
 * @param versions as far as one page goes, its own among them
 * @param more how many further ones there are
 */
public record VersionsView(String id, List<Version> versions, long more) {
  private static final int MOST = 40;

  /**
   * A version.
   *
   * @param isThis whether it is the one looked at
   * @param releases of those that this machine knows whole
   */
  public record Version(
      String version, String architecture, String link, boolean isThis, List<String> releases) {}

  /** The releases that have the unit that is looked at. */
  public List<String> releases() {
    return versions.stream()
        .filter(Version::isThis)
        .flatMap(version -> version.releases().stream())
        .toList();
  }

  /**
   * Asks for them.
   *
   * @throws org.edos.core.EdosException (external) if whoever is asked is away
   */
  static VersionsView of(UnitId id, PeerQuestions questions) {
    String kind =
        switch (id) {
          case PackageId p -> "package";
          case UtilityId u -> "utility";
          case CollectionId c -> "collection";
        };
    Query named =
        Query.and(
            List.of(new Query.Has(Field.KIND, kind, false), new Query.Is(Field.NAME, id.name())));
    AnswerPage page =
        questions
            .ask(Question.of(TreePattern.of(named), MOST).in(new SortOrder(Sort.VERSION, true)))
            .page();
    List<Version> versions =
        page.documents().stream().map(document -> version(document, id, questions)).toList();
    return new VersionsView(
        id.toString(), versions, Math.max(0, page.count().units() - versions.size()));
  }

  private static Version version(Document document, UnitId looked, PeerQuestions questions) {
    UnitId id = document.id();
    Stream<ReleaseId> releases =
        id instanceof CollectionId ? Stream.of() : questions.releasesWith(document).stream();
    return new Version(
        id.version(),
        id instanceof PackageId p ? p.architecture() : "",
        "/unit?id=" + Words.encoded(id),
        id.equals(looked),
        releases.map(ReleaseId::toString).toList());
  }
}
