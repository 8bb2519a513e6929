package org.edos.physical.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.edos.physical.index.IndexedReleases.composition;
import static org.edos.physical.index.IndexedReleases.deb;
import static org.edos.physical.index.IndexedReleases.publish;
import static org.edos.physical.index.IndexedReleases.release;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.Answer;
import org.edos.core.query.AnswerOrder;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Count;
import org.edos.core.query.Cursor;
import org.edos.core.query.DocumentFields;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.edos.core.query.Question;
import org.edos.core.query.Sort;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.release.ReleaseId;
import org.edos.testkit.RandomPatterns;
import org.junit.jupiter.api.Test;

/** What every metadata index does. */
public abstract class MetadataIndexContract extends ReplacedReleaseContract {
  private static final int PATTERNS = 1_000;

  @Test
  void anEmptyIndexAnswersNothing() {
    AnswerPage nothing = ask("*", 10);
    assertThat(nothing.answers()).isEmpty();
    assertThat(nothing.next()).isEmpty();
    assertThat(nothing.count()).isEqualTo(new Count(0, true));
    assertThat(index().releases()).isEmpty();
    assertThat(index().document(CURL.id())).isEmpty();
    assertThat(index().composition(ReleaseId.parse("a@1"))).isEmpty();
  }

  @Test
  void aReleaseIsVisibleOnceItIsCommittedAndNotBefore() {
    try (MetadataIndex.Publication publication = index().open(ReleaseId.parse("a@1"))) {
      publication.add(CURL);
      assertThat(names("*")).isEmpty();
      publication.commit(release("a@1", 1), composition("a@1"));
    }
    assertThat(names("*")).containsExactly("curl");
    assertThat(index().document(CURL.id())).contains(CURL);
    assertThat(index().releases()).containsExactly(release("a@1", 1));
    assertThat(index().composition(ReleaseId.parse("a@1"))).contains(composition("a@1"));
  }

  @Test
  void aPublicationThatIsClosedLeavesNothingAndTheReleaseCanBePublishedAgain() {
    try (MetadataIndex.Publication publication = index().open(ReleaseId.parse("a@1"))) {
      publication.add(CURL);
    }
    assertThat(names("*")).isEmpty();
    publish(index(), "a@1", 1, List.of(APACHE));
    assertThat(names("*")).containsExactly("apache2");
  }

  @Test
  void unitsOfSeveralReleasesAreAnsweredOnceAndStayAsLongAsOneHasThem() {
    publish(index(), "a@1", 1, List.of(CURL, APACHE));
    publish(index(), "b@1", 2, List.of(APACHE, NGINX));
    assertThat(names("*")).containsExactly("apache2", "curl", "nginx");
    assertThat(index().unpublish(ReleaseId.parse("a@1"))).isTrue();
    assertThat(names("*")).containsExactly("apache2", "nginx");
    assertThat(index().document(APACHE.id())).contains(APACHE);
    assertThat(index().document(CURL.id())).isEmpty();
    assertThat(index().unpublish(ReleaseId.parse("b@1"))).isTrue();
    assertThat(names("*")).isEmpty();
    assertThat(index().unpublish(ReleaseId.parse("b@1"))).isFalse();
  }

  @Test
  void whatAPublicationSharesStaysWhenTheOtherReleaseIsWithdrawnMeanwhile() {
    publish(index(), "a@1", 1, List.of(CURL, APACHE));
    try (MetadataIndex.Publication publication = index().open(ReleaseId.parse("b@1"))) {
      publication.add(CURL);
      index().unpublish(ReleaseId.parse("a@1"));
      publication.commit(release("b@1", 2), composition("b@1"));
    }
    assertThat(names("*")).containsExactly("curl");
    assertThat(index().document(CURL.id())).contains(CURL);
  }

  @Test
  void ofTwoDocumentsForAUnitTheOneOfTheNewestReleaseIsSeen() {
    Document newer = deb("curl", "7.88", "Newer words");
    publish(index(), "b@1", 2, List.of(newer));
    publish(index(), "a@1", 1, List.of(CURL));
    assertThat(index().document(CURL.id())).contains(newer);
    assertThat(names("transfer")).isEmpty();
    assertThat(ask("*", 10).documents()).containsExactly(newer);
    index().unpublish(ReleaseId.parse("b@1"));
    assertThat(index().document(CURL.id())).contains(CURL);
    assertThat(names("transfer")).containsExactly("curl");
  }

  @Test
  void anyDocumentForAUnitIsFoundByItsHashAsLongAsAReleaseHasIt() {
    Document newer = deb("curl", "7.88", "Newer words");
    publish(index(), "a@1", 1, List.of(CURL, APACHE));
    publish(index(), "b@1", 2, List.of(newer));
    assertThat(index().document(CURL.id(), CURL.sha256())).contains(CURL);
    assertThat(index().document(CURL.id(), newer.sha256())).contains(newer);
    assertThat(index().document(APACHE.id(), CURL.sha256())).isEmpty();
    index().unpublish(ReleaseId.parse("a@1"));
    assertThat(index().document(CURL.id(), CURL.sha256())).isEmpty();
    assertThat(index().document(CURL.id(), newer.sha256())).contains(newer);
  }

  @Test
  void releasesAreInTheOrderOfTheirNumbers() {
    publish(index(), "a@1", 7, List.of(CURL));
    publish(index(), "b@1", 3, List.of());
    publish(index(), "c@1", 5, List.of(CURL));
    assertThat(index().releases())
        .containsExactly(release("b@1", 3), release("c@1", 5), release("a@1", 7));
  }

  @Test
  void aVisibleReleaseCannotBePublishedAgain() {
    publish(index(), "a@1", 1, List.of(CURL));
    assertThatThrownBy(() -> index().open(ReleaseId.parse("a@1")))
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.USAGE))
        .hasMessageContaining("a@1 is published already");
  }

  @Test
  void ofTwoPublicationsOfOneReleaseTheSecondToCommitIsRefused() {
    try (MetadataIndex.Publication first = index().open(ReleaseId.parse("a@1"));
        MetadataIndex.Publication second = index().open(ReleaseId.parse("a@1"))) {
      first.add(CURL);
      second.add(APACHE);
      first.commit(release("a@1", 1), composition("a@1"));
      assertThatThrownBy(() -> second.commit(release("a@1", 1), composition("a@1")))
          .hasMessageContaining("published already");
    }
    assertThat(names("*")).containsExactly("curl");
  }

  @Test
  void twoDocumentsForOneUnitInAReleaseAreRefusedAndTheSameOneTwiceIsNot() {
    try (MetadataIndex.Publication publication = index().open(ReleaseId.parse("a@1"))) {
      publication.add(CURL);
      publication.add(CURL);
      assertThatThrownBy(() -> publication.add(deb("curl", "7.88", "Other words")))
          .hasMessageContaining("two different documents for " + CURL.id());
    }
  }

  @Test
  void aDocumentThatIsMalformedOrOfAnotherUnitIsRefused() {
    try (MetadataIndex.Publication publication = index().open(ReleaseId.parse("a@1"))) {
      Document broken = new Document(CURL.id(), "<package".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> publication.add(broken)).isInstanceOf(EdosException.class);
      Document other = new Document(NGINX.id(), APACHE.xml());
      assertThatThrownBy(() -> publication.add(other)).isInstanceOf(EdosException.class);
    }
  }

  @Test
  void anotherReleaseThanTheOneOpenedCannotBeCommitted() {
    try (MetadataIndex.Publication publication = index().open(ReleaseId.parse("a@1"))) {
      assertThatThrownBy(() -> publication.commit(release("b@1", 1), composition("b@1")))
          .hasMessageContaining("of a@1, not of b@1");
    }
  }

  @Test
  void namesComeBeforeTextThenNamesInOrderThenTheNewestVersion() {
    publish(
        index(),
        "a@1",
        1,
        List.of(
            deb("zoo-web", "1.0", "x"),
            deb("apache2", "2.4", "web server"),
            deb("web", "9.0", "x"),
            deb("web", "10.0", "x"),
            deb("web", "10.0~rc1", "x")));
    publish(index(), "b@1", 2, List.of(deb("web", "11.0", "x"), deb("abc", "1", "the web")));
    List<String> found =
        ask("web", 10).documents().stream()
            .map(d -> d.id().name() + " " + d.id().version())
            .toList();
    assertThat(found)
        .containsExactly(
            "web 11.0",
            "web 10.0",
            "web 10.0~rc1",
            "web 9.0",
            "zoo-web 1.0",
            "abc 1",
            "apache2 2.4");
  }

  @Test
  void pagesGiveEveryAnswerOnceInEveryOrder() {
    List<Document> documents = IndexedReleases.random(7, 60);
    publish(index(), "a@1", 1, documents.subList(0, 40));
    publish(index(), "b@1", 2, documents.subList(30, documents.size()));
    for (Sort by : Sort.values()) {
      for (boolean descending : List.of(false, true)) {
        SortOrder order = new SortOrder(by, descending);
        TreePattern pattern = TreePattern.parse("web OR server OR kind:utility");
        List<Document> expected =
            documents.stream()
                .filter(pattern::matches)
                .sorted(Comparator.comparing(d -> place(order, pattern, d), order.comparator()))
                .toList();
        assertThat(inPagesOf(7, pattern, order)).as("%s", order).isEqualTo(expected);
      }
    }
  }

  private static Cursor place(SortOrder order, TreePattern pattern, Document document) {
    return Cursor.of(order, pattern.condition(), DocumentFields.of(document));
  }

  private List<Document> inPagesOf(int size, TreePattern pattern, SortOrder order) {
    List<Document> found = new ArrayList<>();
    Question question = new Question(pattern, order, Optional.empty(), size);
    while (true) {
      AnswerPage page = index().ask(question).page();
      assertThat(page.answers()).hasSizeBetween(1, size);
      found.addAll(page.documents());
      if (page.next().isEmpty()) {
        assertThat(page.count()).isEqualTo(new Count(found.size(), true));
        return found;
      }
      question = question.from(Cursor.parse(page.next().get().toString()));
    }
  }

  @Test
  void aPlaceStaysGoodWhenItsUnitIsThereNoMore() {
    publish(index(), "a@1", 1, List.of(APACHE, NGINX));
    publish(index(), "b@1", 2, List.of(CURL));
    Question all = Question.of(TreePattern.ALL, 2);
    AnswerPage first = index().ask(all).page();
    assertThat(first.documents()).containsExactly(APACHE, CURL);
    index().unpublish(ReleaseId.parse("b@1"));
    AnswerPage second = index().ask(all.from(first.next().orElseThrow())).page();
    assertThat(second.documents()).containsExactly(NGINX);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void aStreamGivesThePlaceOfItsLastAnswer() {
    publish(index(), "a@1", 1, List.of(APACHE, CURL, NGINX));
    try (AnswerStream answers = index().ask(Question.of(TreePattern.ALL, 3))) {
      assertThat(answers.cursor()).isEmpty();
      assertThat(answers.next().document()).isEqualTo(APACHE);
      assertThat(answers.cursor()).map(Cursor::unit).contains(APACHE.id());
      answers.next();
      answers.next();
      assertThat(answers.hasNext()).isFalse();
      assertThat(answers.cursor()).isEmpty();
    }
  }

  @Test
  void randomQueriesAgreeWithLookingAtEveryDocument() {
    List<Document> documents = IndexedReleases.random(42, 400);
    publish(index(), "a@1", 1, documents.subList(0, 250));
    publish(index(), "b@1", 2, documents.subList(150, documents.size()));
    List<DocumentFields> fields = documents.stream().map(DocumentFields::of).toList();
    for (long seed = 0; seed < 400; seed++) {
      Query query = Query.parse(IndexedReleases.query(new Random(seed), 3));
      List<String> expected =
          fields.stream()
              .filter(query::matches)
              .sorted(
                  Comparator.comparing((DocumentFields f) -> !query.matchesByName(f))
                      .thenComparing(DocumentFields::id, AnswerOrder.INSTANCE))
              .map(f -> f.id().toString())
              .toList();
      AnswerPage answers = index().ask(Question.of(TreePattern.of(query), 1000)).page();
      assertThat(answers.documents().stream().map(d -> d.id().toString()))
          .as("seed %d: %s", seed, query)
          .isEqualTo(expected);
      assertThat(answers.count()).isEqualTo(new Count(expected.size(), true));
    }
  }

  @Test
  void randomPatternsOfXPathAgreeWithLookingAtEveryDocument() {
    List<Document> documents = IndexedReleases.random(43, 150);
    publish(index(), "a@1", 1, documents.subList(0, 100));
    publish(index(), "b@1", 2, documents.subList(70, documents.size()));
    Map<String, List<String>> values = values(documents);
    Map<Document, DocumentFields> fields = new LinkedHashMap<>();
    documents.stream()
        .sorted(Comparator.comparing(Document::id, AnswerOrder.INSTANCE))
        .forEach(document -> fields.put(document, DocumentFields.of(document)));
    for (long seed = 0; seed < PATTERNS; seed++) {
      String text = new RandomPatterns(values, new Random(seed)).xpath();
      TreePattern pattern = TreePattern.xpath(text);
      List<Answer> expected =
          fields.entrySet().stream()
              .filter(entry -> pattern.matches(entry.getKey(), entry.getValue()))
              .map(Map.Entry::getKey)
              .map(document -> new Answer(document, pattern.answers(document)))
              .toList();
      AnswerPage page = index().ask(Question.of(pattern, 1000)).page();
      assertThat(page.answers()).as("seed %d: %s", seed, text).isEqualTo(expected);
      assertThat(page.count().units()).as(text).isGreaterThanOrEqualTo(expected.size());
    }
  }

  private static Map<String, List<String>> values(List<Document> documents) {
    Map<String, List<String>> values = new TreeMap<>();
    for (Document document : documents) {
      DocumentFields fields = DocumentFields.of(document);
      for (Field field : fields.fields()) {
        values
            .computeIfAbsent(field.toString(), name -> new ArrayList<>())
            .addAll(fields.values(field));
      }
    }
    return values;
  }

  @Test
  void readersSeeAReleaseWholeOrNotAtAll() throws Exception {
    List<Document> documents = IndexedReleases.random(1, 60);
    Set<Long> totals = new HashSet<>();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> reader =
          executor.submit(() -> {
            while (!done.get()) {
              AnswerPage answers = ask("*", 100);
              totals.add(answers.count().units());
              assertThat(answers.documents()).hasSize((int) answers.count().units());
            }
          });
      try {
        List<ReleaseId> published = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          publish(index(), "a@" + i, i, documents);
          published.add(ReleaseId.parse("a@" + i));
          if (i % 3 == 2) {
            published.forEach(index()::unpublish);
            published.clear();
          }
        }
      } finally {
        done.set(true);
      }
      reader.get();
    }
    assertThat(totals).isSubsetOf(0L, 62L);
  }
}
