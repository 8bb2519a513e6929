package org.edos.role.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.edos.core.attribute.Signature;
import org.edos.core.attribute.Template;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Cursor;
import org.edos.core.query.SortOrder;
import org.edos.core.unit.UnitId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A look-up over an index finds exactly the units that a look at every one of them finds. */
class LookUpTest {
  private final Shelf shelf = new Shelf();
  private final List<Document> documents = RealUnits.documents();
  private Querying querying = shelf.querying();

  @BeforeEach
  void publish() {
    shelf.publish(documents.toArray(Document[]::new));
    querying = shelf.querying();
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  private List<UnitId> scan(Template template) {
    return documents.stream()
        .filter(document -> Signature.of(MetadataXml.read(document.xml())).matches(template))
        .map(Document::id)
        .toList();
  }

  private List<UnitId> paged(Template template, int limit) {
    List<UnitId> found = new ArrayList<>();
    Optional<Cursor> after = Optional.empty();
    do {
      AnswerPage page = querying.lookUp(template, SortOrder.BEST_FIRST, after, limit).page();
      page.documents().forEach(document -> found.add(document.id()));
      after = page.next();
    } while (after.isPresent());
    return found;
  }

  @Test
  void everyDirectoryFindsWhatAScanFinds() {
    Random random = new Random(53);
    int found = 0;
    for (int round = 0; round < 3000; round++) {
      Template template = Template.parse(RealUnits.directory(documents, random));
      List<UnitId> expected = scan(template);
      assertThat(paged(template, 1 + random.nextInt(100)))
          .as("%s", template)
          .containsExactlyInAnyOrderElementsOf(expected);
      found += expected.size();
    }
    assertThat(found).isGreaterThan(3000);
  }

  @Test
  void aStreamThatLookedAtManyEndsWithThePlaceToGoOnFrom() {
    Deadline later = Deadline.in(Duration.ofHours(1));

    assertThat(pagesOfARareDirectory(() -> new MatchedAnswers.Bounds(7, later)))
        .isGreaterThan(documents.size() / 8);
  }

  @Test
  void aStreamWhoseTimeIsOverEndsAfterOneCandidateWithThePlaceToGoOnFrom() {
    assertThat(
            pagesOfARareDirectory(
                () -> new MatchedAnswers.Bounds(1000, Deadline.in(Duration.ZERO))))
        .isGreaterThanOrEqualTo(documents.size());
  }

  /** Finds what a scan finds; says in how many pages. */
  private int pagesOfARareDirectory(Supplier<MatchedAnswers.Bounds> bounds) {
    Template rare = Template.parse("description: not zzz and not unknown");
    List<UnitId> found = new ArrayList<>();
    Optional<Cursor> after = Optional.empty();
    int pages = 0;
    do {
      try (AnswerStream answers =
          new MatchedAnswers(shelf.index, rare, SortOrder.BEST_FIRST, after, 1000, bounds.get())) {
        answers.forEachRemaining(answer -> found.add(answer.document().id()));
        after = answers.cursor();
      }
      pages++;
    } while (after.isPresent());
    assertThat(found).containsExactlyInAnyOrderElementsOf(scan(rare));
    return pages;
  }
}
