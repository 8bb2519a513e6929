package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.edos.systemtest.GatewayGround.Style;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Daemons that nobody told of one another share what one of them has. */
class FindingIT extends OnGatewayGround {
  private static final int OTHERS = 3;

  private static JsonNode peers(EdosDaemon daemon) {
    return daemon.http().tree("/api/v1/gateway/peers");
  }

  /**
   * One daemon gets everything from the origin, and another from it, when it knows that. A peer
   * that is late is raced by the origin, so that on a machine which is busy with other things a
   * third daemon may have to show it.
   */
  private void othersGetEverythingFrom(EdosDaemon first, Supplier<EdosDaemon> another)
      throws Exception {
    ground.aptGetsEverything(first, Style.PROXY);
    assertThat(ground.packagesAsked()).hasSize(GatewayGround.DEBS.size());
    List<List<String>> asked = new ArrayList<>();
    do {
      EdosDaemon other = another.get();
      ground.origin.forget();
      ground.aptGetsEverything(other, Style.PROXY);
      GatewayGround.nothingCorruptIn(other);
      asked.add(ground.packagesAsked().stream().filter(path -> !path.contains("large")).toList());
    } while (!asked.getLast().isEmpty() && asked.size() < OTHERS);

    assertThat(asked.getLast()).as("small packages come from peers alone: " + asked).isEmpty();
  }

  private static void knows(EdosDaemon daemon, EdosDaemon neighbour) {
    await(daemon.name() + " knows what " + neighbour.name() + " has")
        .until(
            () -> peers(daemon).get("near").path(neighbour.address().toString()).asBoolean(false));
  }

  @Test
  void daemonsOfOneNetworkFindEachOther() throws Exception {
    EdosDaemon first = ground.daemon("--set", "lan=true");
    othersGetEverythingFrom(
        first,
        () -> {
          EdosDaemon other = ground.daemon("--set", "lan=true");
          knows(other, first);
          return other;
        });
  }

  @Test
  void daemonsAnywhereFindEachOtherThroughTheHashTable() throws Exception {
    EdosDaemon first = ground.daemon("--set", "wide-area=true");
    await("the first has a node")
        .until(() -> first.http().tree("/api/v1/dht-node").get("port").asInt() > 0);
    int node = first.http().tree("/api/v1/dht-node").get("port").asInt();
    othersGetEverythingFrom(
        first,
        () -> {
          EdosDaemon other =
              ground.daemon("--set", "wide-area=true", "--set", "dht-nodes=127.0.0.1:" + node);
          await("the first has announced everything")
              .until(() ->
                  peers(first).get("announced").asInt() >= GatewayGround.DEBS.size()
                      && peers(other).get("nodes").asInt() > 0);
          return other;
        });
  }
}
