package org.edos.physical.index.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.edos.core.metadata.Document;
import org.edos.core.query.Question;
import org.edos.core.query.TreePattern;
import org.edos.core.release.ReleaseId;
import org.edos.physical.grid.GridConfig;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;
import org.edos.physical.index.IndexedReleases;
import org.edos.physical.index.MetadataIndex;
import org.edos.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left in a grid directory by a process that was killed. */
class GridIndexCrashTest {
  private static final Question CRASH = Question.of(TreePattern.parse("crash"), 10);

  private static final int DOCUMENTS = SegmentBuilder.MAX_DOCUMENTS + 100;

  @TempDir Path directory;

  /**
   * Commits one release and begins a second, of which a whole segment is written when it says so.
   */
  static final class Publisher {
    private Publisher() {}

    public static void main(String[] arguments) throws InterruptedException {
      GridNode node = GridNode.open(config(Path.of(arguments[0])));
      GridIndex index = new GridIndex(node);
      IndexedReleases.publish(index, "a@1", 1, List.of(document(0), document(-1)));
      MetadataIndex.Publication publication = index.open(ReleaseId.parse("b@1"));
      for (int i = 0; i < DOCUMENTS; i++) {
        publication.add(document(i));
      }
      while (node.cache("index-documents", Placement.EVERYWHERE).size() < 500) {
        Thread.onSpinWait();
      }
      System.out.println("written");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** Replaces a release, and is about to replace it again when it says so. */
  static final class Updater {
    private Updater() {}

    public static void main(String[] arguments) throws InterruptedException {
      GridIndex index = new GridIndex(GridNode.open(config(Path.of(arguments[0]))));
      for (int number = 1; number <= 3; number++) {
        MetadataIndex.Publication publication = index.replace(ReleaseId.parse("a@current"));
        publication.add(document(number));
        if (number == 3) {
          System.out.println("written");
          Thread.sleep(Long.MAX_VALUE);
        }
        publication.commit(
            IndexedReleases.release("a@current", number),
            IndexedReleases.composition("a@" + number));
        publication.close();
      }
    }
  }

  @Test
  void aReleaseThatWasToBeReplacedIsAsItWasBefore() {
    try (ChildJvm child = ChildJvm.of(Updater.class).start(directory.toString())) {
      child.awaitLines(1, Duration.ofMinutes(2));
      child.kill();
    }
    try (GridNode node = GridNode.open(config(directory))) {
      GridIndex index = new GridIndex(node);
      assertThat(index.releases()).containsExactly(IndexedReleases.release("a@current", 2));
      assertThat(index.ask(CRASH).page().documents()).containsExactly(document(2));
    }
  }

  private static GridConfig config(Path directory) {
    return GridConfig.local(directory, "one").withRegionBytes(64 << 20);
  }

  private static Document document(int number) {
    return IndexedReleases.deb("unit" + number, "1", "crash");
  }

  @Test
  void whatWasCommittedIsThereAndWhatWasNotLeavesNothing() {
    try (ChildJvm child = ChildJvm.of(Publisher.class).start(directory.toString())) {
      child.awaitLines(1, Duration.ofMinutes(2));
      child.kill();
    }
    try (GridNode node = GridNode.open(config(directory))) {
      long garbage = node.cache("index-documents", Placement.EVERYWHERE).size();
      GridIndex index = new GridIndex(node);
      assertThat(index.ask(CRASH).count().units()).isEqualTo(2);
      assertThat(index.composition(ReleaseId.parse("a@1")))
          .contains(IndexedReleases.composition("a@1"));
      IndexedReleases.publish(index, "b@1", 2, List.of(document(0), document(1)));
      assertThat(index.ask(CRASH).count().units()).isEqualTo(3);
      assertThat(node.cache("index-documents", Placement.EVERYWHERE).size())
          .as("what was left goes with a release that does not use it")
          .isLessThan(garbage)
          .isLessThan(30);
    }
  }
}
