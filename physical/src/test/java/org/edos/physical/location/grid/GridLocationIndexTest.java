package org.edos.physical.location.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.physical.grid.GridConfig;
import org.edos.physical.grid.GridNode;
import org.edos.physical.grid.Placement;
import org.edos.physical.location.LocationIndex;
import org.edos.physical.location.LocationIndexContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridLocationIndexTest extends LocationIndexContract {
  @TempDir static Path shared;
  @TempDir Path own;
  private static GridNode node;

  @BeforeAll
  static void startsTheNode() {
    node = GridNode.open(config(shared));
  }

  @AfterAll
  static void stopsTheNode() {
    node.close();
  }

  private static GridConfig config(Path directory) {
    return GridConfig.local(directory, "one").withRegionBytes(64L << 20);
  }

  @Override
  protected LocationIndex open() {
    node.cache("locations", Placement.SHARED).clear();
    return new GridLocationIndex(node);
  }

  @Test
  void locationsAreThereAfterARestart() {
    try (GridNode first = GridNode.open(config(own))) {
      new GridLocationIndex(first).announce(ALICE, List.of(content(1)));
    }
    try (GridNode second = GridNode.open(config(own))) {
      assertThat(new GridLocationIndex(second).locate(List.of(content(1))))
          .isEqualTo(Map.of(content(1), Set.of(ALICE)));
    }
  }
}
