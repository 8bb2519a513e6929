package org.edos.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Question;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.index.IndexReader;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.trust.ed25519.Ed25519Check;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.Test;

class EntryReleasesTest {
  private static final ReleaseId DEMO = new ReleaseId("demo", "1");
  private static final RepositoryPath FILE = new RepositoryPath("a");

  private final MovingClock clock = new MovingClock();
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final Ed25519Key key = Ed25519Key.generate();
  private final MemoryIndex there = new MemoryIndex();
  private final Entry entry = new Entry();
  private final EntryReleases releases = restarted();
  private final ReleaseTrees trees = new ReleaseTrees(releases);

  /** The entry's index as a client reaches it. */
  private final class Entry implements IndexReader {
    boolean away;
    Runnable meanwhile = () -> {};
    final AtomicInteger asked = new AtomicInteger();

    private MemoryIndex here() {
      asked.incrementAndGet();
      if (away) {
        throw EdosException.external("cannot reach the entry");
      }
      return there;
    }

    @Override
    public List<PublishedRelease> releases() {
      List<PublishedRelease> list = here().releases();
      Runnable change = meanwhile;
      meanwhile = () -> {};
      change.run();
      return list;
    }

    @Override
    public Optional<SignedComposition> composition(ReleaseId release) {
      return here().composition(release);
    }

    @Override
    public Optional<Document> document(UnitId unit) {
      return here().document(unit);
    }

    @Override
    public Optional<Document> document(UnitId unit, Sha256 document) {
      return here().document(unit, document);
    }

    @Override
    public AnswerStream ask(Question question) {
      return here().ask(question);
    }
  }

  private EntryReleases restarted() {
    var trust = new PinnedPublisher(documents, new Ed25519Check(), clock, Optional.empty());
    return new EntryReleases(entry, documents, trust, clock);
  }

  private SignedComposition publish(String id, long number, String text) {
    SignedComposition signed = SignedReleases.sign(key, clock, id, number, Map.of("a", text));
    SignedReleases.commit(there, signed);
    return signed;
  }

  private long sizeOfFile(ReleaseId release) {
    return trees.tree(release).find(FILE).orElseThrow().size();
  }

  @Test
  void hundredsOfFilesAskTheEntryOnceInAFewSeconds() {
    publish("demo@1", 1, "old");
    for (int i = 0; i < 500; i++) {
      assertThat(sizeOfFile(releases.resolve("demo"))).isEqualTo(3);
    }
    assertThat(entry.asked.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void aReleaseIsServedFromWhatIsKnownWhenTheEntryIsAwayAlsoAfterARestart() {
    publish("demo@1", 1, "old");
    sizeOfFile(DEMO);
    entry.away = true;
    clock.move(Duration.ofHours(1));
    assertThat(sizeOfFile(releases.resolve("demo"))).isEqualTo(3);
    EntryReleases later = restarted();
    assertThat(later.list()).extracting(PublishedRelease::id).containsExactly(DEMO);
    assertThat(later.resolve("demo")).isEqualTo(DEMO);
    assertThat(new ReleaseTrees(later).tree(DEMO).find(FILE)).isPresent();
  }

  @Test
  void whatWasAskedWhileSomethingChangedIsAskedAgain() {
    publish("demo@1", 1, "old");
    entry.meanwhile =
        () -> {
          publish("demo@2", 2, "new");
          releases.freshen();
        };
    releases.recentList();
    assertThat(releases.resolve("demo")).isEqualTo(new ReleaseId("demo", "2"));
  }

  @Test
  void anEntryThatIsAwayIsNotAskedForEveryFile() {
    publish("demo@1", 1, "old");
    sizeOfFile(DEMO);
    entry.away = true;
    clock.move(Duration.ofHours(1));
    int before = entry.asked.get();
    for (int i = 0; i < 100; i++) {
      sizeOfFile(DEMO);
    }
    assertThat(entry.asked.get() - before).isEqualTo(1);
  }

  @Test
  void aReleasePublishedAnewUnderItsVersionIsNotServedStale() {
    publish("demo@1", 1, "old");
    assertThat(sizeOfFile(DEMO)).isEqualTo(3);
    there.unpublish(DEMO);
    publish("demo@1", 2, "newer");
    clock.move(Duration.ofSeconds(10));
    assertThat(sizeOfFile(DEMO)).isEqualTo(5);
    assertThat(CompositionXml.read(releases.accepted(DEMO).orElseThrow().xml()).number())
        .isEqualTo(2);
  }

  @Test
  void whoKnowsThatSomethingChangedNeedNotWait() {
    publish("demo@1", 1, "old");
    sizeOfFile(DEMO);
    there.unpublish(DEMO);
    publish("demo@1", 2, "newer");
    releases.freshen();
    assertThat(sizeOfFile(DEMO)).isEqualTo(5);
  }

  @Test
  void aNewerReleaseOfANameIsFoundWithinSeconds() {
    publish("demo@1", 1, "old");
    assertThat(releases.resolve("demo")).isEqualTo(DEMO);
    publish("demo@2", 2, "newer");
    clock.move(Duration.ofSeconds(10));
    assertThat(releases.resolve("demo")).hasToString("demo@2");
    assertThat(releases.list()).hasSize(2);
  }

  @Test
  void anEntryThatRollsAReleaseBackIsNotFollowed() {
    publish("demo@1", 5, "new");
    long size = sizeOfFile(DEMO);
    there.unpublish(DEMO);
    publish("demo@1", 4, "older");
    clock.move(Duration.ofSeconds(10));
    assertThat(sizeOfFile(DEMO)).isEqualTo(size);
  }

  @Test
  void aReleaseThatThereIsNotIsSaid() {
    assertThatThrownBy(() -> releases.resolve("demo")).hasMessageContaining("no release 'demo'");
    assertThatThrownBy(() -> trees.tree(DEMO)).hasMessageContaining("no release 'demo@1'");
  }
}
