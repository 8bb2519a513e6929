package org.edos.physical.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridNodeTest {
  private static final long SMALL = 32L << 20;

  @TempDir Path directory;

  @Test
  void whatWasPutIsThereAfterARestart() {
    GridConfig config = GridConfig.local(directory, "one").withRegionBytes(SMALL);
    try (GridNode node = GridNode.open(config)) {
      node.<String, byte[]>cache("texts", Placement.PARTITIONED).put("greeting", new byte[] {1, 2});
    }
    try (GridNode node = GridNode.open(config)) {
      GridCache<String, byte[]> texts = node.cache("texts", Placement.PARTITIONED);
      assertThat(texts.get("greeting").orElseThrow()).containsExactly(1, 2);
      assertThat(node.ignite().cluster().isBaselineAutoAdjustEnabled()).isFalse();
    }
  }

  @Test
  void twoNodesOnOneMachineDoNotMeet() {
    GridConfig here = GridConfig.local(directory.resolve("here"), "here").withRegionBytes(SMALL);
    GridConfig there = GridConfig.local(directory.resolve("there"), "there").withRegionBytes(SMALL);
    try (GridNode first = GridNode.open(here);
        GridNode second = GridNode.open(there)) {
      assertThat(first.ignite().cluster().nodes()).hasSize(1);
      assertThat(second.ignite().cluster().nodes()).hasSize(1);
    }
  }

  @Test
  void aDirectoryInUseIsRefusedWithItsName() {
    GridConfig config = GridConfig.local(directory, "one").withRegionBytes(SMALL);
    try (GridNode node = GridNode.open(config)) {
      assertThat(node.config()).isEqualTo(config);
      assertThatThrownBy(() -> GridNode.open(config))
          .isInstanceOf(EdosException.class)
          .hasMessageContaining("another process uses the grid directory " + directory);
    }
  }
}
