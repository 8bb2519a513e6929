package org.edos.physical.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.edos.physical.index.IndexedReleases.composition;
import static org.edos.physical.index.IndexedReleases.deb;
import static org.edos.physical.index.IndexedReleases.publish;
import static org.edos.physical.index.IndexedReleases.release;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.ReleaseId;
import org.junit.jupiter.api.Test;

/** What every metadata index does when a release takes the place of itself as it was. */
abstract class ReplacedReleaseContract {
  static final Document CURL = deb("curl", "7.88", "URL transfer tool");
  static final Document APACHE = deb("apache2", "2.4", "Web server");
  static final Document NGINX = deb("nginx", "1.22", "Small web server");

  /** An empty index, the same within a test. */
  protected abstract MetadataIndex index();

  final List<String> names(String query) {
    return ask(query, 100).documents().stream().map(d -> d.id().name()).toList();
  }

  final AnswerPage ask(String query, int limit) {
    return index().ask(Question.of(TreePattern.parse(query), limit)).page();
  }

  @Test
  void aReleaseThatIsReplacedIsSeenAsItWasUntilItIsSeenAsItBecomes() {
    publish(index(), "a@current", 1, List.of(CURL, APACHE));
    publish(index(), "b@1", 2, List.of(APACHE));
    try (MetadataIndex.Publication next = index().replace(ReleaseId.parse("a@current"))) {
      next.add(NGINX);
      next.add(APACHE);
      assertThat(names("*")).containsExactly("apache2", "curl");
      next.commit(release("a@current", 3), composition("a@3"));
    }
    assertThat(names("*")).containsExactly("apache2", "nginx");
    assertThat(index().releases()).containsExactly(release("b@1", 2), release("a@current", 3));
    assertThat(index().composition(ReleaseId.parse("a@current"))).contains(composition("a@3"));
    assertThat(index().document(CURL.id())).isEmpty();
    assertThat(index().unpublish(ReleaseId.parse("a@current"))).isTrue();
    assertThat(names("*")).containsExactly("apache2");
  }

  @Test
  void aReleaseThatIsNotThereYetIsReplacedAllTheSame() {
    try (MetadataIndex.Publication next = index().replace(ReleaseId.parse("a@current"))) {
      next.add(CURL);
      next.commit(release("a@current", 1), composition("a@1"));
    }
    assertThat(names("*")).containsExactly("curl");
  }

  @Test
  void aReplacementThatIsClosedOrOlderLeavesTheReleaseAsItIs() {
    publish(index(), "a@current", 5, List.of(CURL));
    try (MetadataIndex.Publication next = index().replace(ReleaseId.parse("a@current"))) {
      next.add(NGINX);
    }
    for (long number : List.of(4L, 5L)) {
      try (MetadataIndex.Publication next = index().replace(ReleaseId.parse("a@current"))) {
        next.add(NGINX);
        assertThatThrownBy(
                () -> next.commit(release("a@current", number), composition("a@" + number)))
            .isInstanceOf(EdosException.class)
            .hasMessageContaining("number 5");
      }
    }
    assertThat(names("*")).containsExactly("curl");
    assertThat(index().releases()).containsExactly(release("a@current", 5));
  }

  @Test
  void aDocumentThatTheIndexHasIsAddedByItsHashAlone() {
    publish(index(), "a@current", 1, List.of(CURL, APACHE));
    try (MetadataIndex.Publication frozen = index().open(ReleaseId.parse("a@1"))) {
      assertThat(frozen.addKnown(CURL.id(), CURL.sha256())).isTrue();
      assertThat(frozen.addKnown(CURL.id(), CURL.sha256())).isTrue();
      assertThat(frozen.addKnown(NGINX.id(), NGINX.sha256())).isFalse();
      frozen.commit(release("a@1", 2), composition("a@1"));
    }
    index().unpublish(ReleaseId.parse("a@current"));
    assertThat(names("*")).containsExactly("curl");
    assertThat(index().document(CURL.id())).contains(CURL);
  }

  @Test
  void readersAlwaysSeeAReleaseThatIsReplaced() throws Exception {
    ReleaseId id = ReleaseId.parse("a@current");
    publish(index(), "a@current", 1, IndexedReleases.random(1, 60));
    Set<Long> totals = new HashSet<>();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> reader =
          executor.submit(() -> {
            while (!done.get()) {
              assertThat(index().releases()).hasSize(1);
              assertThat(index().composition(id)).isPresent();
              AnswerPage answers = ask("*", 100);
              totals.add(answers.count().units());
              assertThat(answers.documents()).hasSize((int) answers.count().units());
            }
          });
      try {
        for (int i = 2; i < 20; i++) {
          try (MetadataIndex.Publication next = index().replace(id)) {
            IndexedReleases.random(i, 40 + 20 * (i % 2)).forEach(next::add);
            next.commit(release("a@current", i), composition("a@" + i));
          }
        }
      } finally {
        done.set(true);
      }
      reader.get();
    }
    assertThat(totals).isNotEmpty().isSubsetOf(42L, 62L);
  }
}
