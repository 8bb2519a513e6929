package org.edos.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.edos.core.swarm.CrowdDetail;
import org.edos.core.swarm.PeerId;
import org.junit.jupiter.api.Test;

final class CrowdMatrixTest {
  private static CrowdDetail crowd(int peers, int clusters) {
    List<CrowdDetail.Swarm> swarms = new ArrayList<>();
    for (int cluster = 0; cluster < clusters; cluster++) {
      TreeSet<PeerId> members = new TreeSet<>();
      for (int peer = 0; peer < peers; peer++) {
        if ((peer + cluster) % 2 == 0) {
          members.add(peer(peer));
        }
      }
      swarms.add(
          new CrowdDetail.Swarm(cluster, "", 1, 1000L * cluster, true, members, 0, 0, 0, 0, ""));
    }
    return new CrowdDetail(List.of(), swarms);
  }

  private static PeerId peer(int number) {
    return new PeerId("%016x".formatted(number));
  }

  @Test
  void aCrowdOf40PeersIsASmallPictureWithARowForEachAndTheLargestClusterFirst() {
    Map<PeerId, Long> percent = new HashMap<>();
    percent.put(peer(0), 50L);
    CrowdMatrix matrix = CrowdMatrix.of(crowd(40, 30), percent);
    assertThat(matrix.rows()).hasSize(40);
    assertThat(matrix.marks().getFirst().text()).isEqualTo("29");
    assertThat(matrix.rows().getFirst().clusters()).startsWith("28, 26");
    assertThat(matrix.rows().getFirst().filled()).contains("v6h-12z");
    assertThat(matrix.rows().getLast().filled()).isEmpty();
    assertThat(matrix.rows().stream().mapToInt(row -> row.cells().length()).sum())
        .isLessThan(15_000);
  }

  @Test
  void whatIsTooMuchToBeDrawnIsCountedAndNobodyIsDrawnAsNobody() {
    CrowdMatrix matrix = CrowdMatrix.of(crowd(400, 300), Map.of());
    assertThat(matrix.rows()).hasSize(100);
    assertThat(matrix.hiddenPeers()).isEqualTo(300);
    assertThat(matrix.hiddenClusters()).isEqualTo(150);
    assertThat(CrowdMatrix.of(crowd(0, 0), Map.of()).rows()).isEmpty();
  }
}
