package org.edos.physical.index.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
    assertThat(node.cache("index-blocks", Placement.PARTITIONED).size()).isZero();
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
    long blocks = node.cache("index-blocks", Placement.PARTITIONED).size();
    IndexedReleases.publish(index, "b@1", 2, documents);
    assertThat(node.cache("index-blocks", Placement.PARTITIONED).size())
        .as("one more block: the composition")
        .isEqualTo(blocks + 1);
  }
}
