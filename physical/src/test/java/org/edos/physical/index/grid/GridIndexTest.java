package org.edos.physical.index.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Count;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Explanation;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.physical.grid.GridConfig;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;
import org.edos.physical.index.IndexedReleases;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.index.MetadataIndexContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD)
class GridIndexTest extends MetadataIndexContract {
  @TempDir static Path directory;
  private static GridNode node;

  private static final long SEED = 51;

  private GridIndex index;

  @BeforeAll
  static void start() {
    node = GridNode.open(GridConfig.local(directory, "one").withRegionBytes(64 << 20));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void open() {
    index = new GridIndex(node);
  }

  @AfterEach
  void empty() {
    index.releases().stream().map(PublishedRelease::id).forEach(index::unpublish);
    assertThat(node.cache("index-documents", Placement.EVERYWHERE).size()).isZero();
    assertThat(node.cache("index-catalogue", Placement.EVERYWHERE).size()).isZero();
  }

  @Override
  protected MetadataIndex index() {
    return index;
  }

  @Test
  void anIndexOpenedAgainOnTheGridHasWhatWasPublished() {
    IndexedReleases.publish(
        index, "a@1", 1, List.of(IndexedReleases.deb("curl", "7.88", "URL transfer")));
    GridIndex again = new GridIndex(node);
    assertThat(again.ask(Question.of(TreePattern.parse("transfer"), 1)).count().units())
        .isEqualTo(1);
    assertThat(again.composition(ReleaseId.parse("a@1")))
        .contains(IndexedReleases.composition("a@1"));
  }

  @Test
  void aDocumentShareIsStoredOnce() {
    var documents = List.of(IndexedReleases.deb("curl", "7.88", "URL transfer"));
    IndexedReleases.publish(index, "a@1", 1, documents);
    long blocks = node.cache("index-documents", Placement.EVERYWHERE).size();
    IndexedReleases.publish(index, "b@1", 2, documents);
    assertThat(node.cache("index-documents", Placement.EVERYWHERE).size())
        .as("one more block: the composition")
        .isEqualTo(blocks + 1);
  }

  @Test
  void leavesThatTellCaseApartAgreeWithLookingAtEveryDocument() {
    List<Document> documents = IndexedReleases.random(5, 300);
    IndexedReleases.publish(index, "a@1", 1, documents);
    List<DocumentFields> fields = documents.stream().map(DocumentFields::of).toList();
    Random random = new Random(SEED);
    for (int i = 0; i < 600; i++) {
      Query query = exact(random, fields.get(random.nextInt(fields.size())));
      if (i % 3 == 0) {
        query = Query.not(query);
      } else if (i % 3 == 1) {
        query = Query.and(List.of(query, Query.parse("web OR format:rpm")));
      }
      AnswerPage page = index.ask(Question.of(TreePattern.of(query), 1000)).page();
      assertThat(page.count())
          .as("seed %d: %s", SEED, query)
          .isEqualTo(new Count(fields.stream().filter(query::matches).count(), true));
      assertThat(page.answers()).hasSize((int) page.count().units());
    }
  }

  private static Query exact(Random random, DocumentFields document) {
    List<Field> present = List.copyOf(document.fields());
    Field field = present.get(random.nextInt(present.size()));
    String value = document.values(field).getFirst();
    int from = random.nextInt(value.length());
    String part = value.substring(from, from + random.nextInt(value.length() - from + 1));
    return switch (random.nextInt(5)) {
      case 0 -> new Query.Is(field, value);
      case 1 -> new Query.Is(field, value.toLowerCase(Locale.ROOT));
      case 2 -> new Query.StartsWith(field, value.substring(0, from));
      case 3 -> new Query.Within(field, part.toUpperCase(Locale.ROOT));
      default -> new Query.Within(field, part);
    };
  }

  @Test
  void aQuestionSaysWhatWasLookedUpAndWhatItTook() {
    IndexedReleases.publish(index, "a@1", 1, IndexedReleases.random(5, 300));
    AnswerPage page =
        index.ask(Question.of(TreePattern.parse("requires:apache \"web server\""), 5)).page();
    Explanation explanation = page.explanation();
    assertThat(explanation.terms())
        .extracting(Explanation.Term::text)
        .containsExactly("requires:apache", "\"web server\"");
    assertThat(explanation.terms())
        .extracting(Explanation.Term::exact)
        .containsExactly(true, false);
    assertThat(explanation.nodes()).extracting(Explanation.NodeWork::node).containsOnly("one");
    assertThat(explanation.index().roundTrips()).as("all lies on this node").isZero();
    assertThat(explanation.candidates()).isGreaterThanOrEqualTo(page.count().units());
    assertThat(explanation.verified()).isEqualTo(explanation.candidates());
  }

  @Test
  void whatIsBeingReadStaysUntilItWasRead() {
    IndexedReleases.publish(index, "a@1", 1, IndexedReleases.random(5, 300));
    try (AnswerStream answers = index.ask(Question.of(TreePattern.ALL, 1000))) {
      answers.next();
      index.unpublish(ReleaseId.parse("a@1"));
      assertThat(answers.page().answers()).hasSize(301);
    }
    assertThat(node.cache("index-documents", Placement.EVERYWHERE).size()).isZero();
  }

  @Test
  void manySmallReleasesDoNotMakeManySegments() {
    List<Document> documents = IndexedReleases.random(5, 60);
    for (int i = 0; i < 20; i++) {
      IndexedReleases.publish(index, "a@" + i, i, documents.subList(i * 3, i * 3 + 3));
    }
    assertThat(index.ask(Question.of(TreePattern.ALL, 100)).page().documents())
        .hasSize(60)
        .containsAll(documents.subList(0, 60));
    assertThat(index.releases()).hasSize(20);
    assertThat(index.composition(ReleaseId.parse("a@3")))
        .contains(IndexedReleases.composition("a@3"));
    assertThat(
            node.<String, byte[]>cache("index-catalogue", Placement.EVERYWHERE).keys().stream()
                .filter(key -> key.startsWith("segment/")))
        .hasSizeLessThanOrEqualTo(Merge.ENOUGH + 1);
    index.unpublish(ReleaseId.parse("a@0"));
    assertThat(index.ask(Question.of(TreePattern.ALL, 100)).page().documents()).hasSize(57);
  }

  @Test
  void aPublicationThatBrokeOffIsTakenUpByTheNext() {
    List<Document> documents =
        IntStream.range(0, SegmentBuilder.MAX_DOCUMENTS + 1)
            .mapToObj(i -> IndexedReleases.deb("unit" + i, "1", "broken off"))
            .toList();
    try (MetadataIndex.Publication publication = index.open(ReleaseId.parse("a@1"))) {
      documents.forEach(publication::add);
      await()
          .until(() ->
              node.<String, byte[]>cache("index-catalogue", Placement.EVERYWHERE).keys().stream()
                  .anyMatch(key -> key.startsWith("left/")));
    }
    long stored = node.cache("index-postings", Placement.PARTITIONED).size();
    assertThat(stored).isPositive();
    assertThat(index.ask(Question.of(TreePattern.ALL, 1)).page().count().units()).isZero();
    IndexedReleases.publish(index, "a@1", 1, documents);
    assertThat(index.ask(Question.of(TreePattern.ALL, 1)).page().count().units())
        .isEqualTo(documents.size());
    assertThat(node.cache("index-postings", Placement.PARTITIONED).size())
        .as("only the last document was not there")
        .isEqualTo(stored + 1);
  }
}
