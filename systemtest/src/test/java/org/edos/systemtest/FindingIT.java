package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import org.edos.systemtest.GatewayGround.Style;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Daemons that nobody told of one another share what one of them has. */
class FindingIT extends OnGatewayGround {
  private static JsonNode peers(EdosDaemon daemon) {
    return daemon.http().tree("/api/v1/gateway/peers");
  }

  /** One daemon gets everything from the origin, and another from it, when it knows that. */
  private void secondGetsEverythingFromFirst(
      EdosDaemon first, EdosDaemon second, Runnable untilKnown) throws Exception {
    ground.aptGetsEverything(first, Style.PROXY);
    assertThat(ground.packagesAsked()).hasSize(GatewayGround.DEBS.size());
    untilKnown.run();
    ground.origin.forget();

    ground.aptGetsEverything(second, Style.PROXY);

    assertThat(ground.packagesAsked().stream().filter(path -> !path.contains("large")))
        .as("small packages come from the peer alone")
        .isEmpty();
    GatewayGround.nothingCorruptIn(second);
  }

  @Test
  void daemonsOfOneNetworkFindEachOther() throws Exception {
    EdosDaemon first = ground.daemon("--set", "lan=true");
    EdosDaemon second = ground.daemon("--set", "lan=true");

    secondGetsEverythingFromFirst(
        first,
        second,
        () ->
            await("the second knows what the first has")
                .until(() ->
                    peers(second).get("near").path(first.address().toString()).asBoolean(false)));
  }

  @Test
  void daemonsAnywhereFindEachOtherThroughTheHashTable() throws Exception {
    EdosDaemon first = ground.daemon("--set", "wide-area=true");
    await("the first has a node")
        .until(() -> first.http().tree("/api/v1/dht-node").get("port").asInt() > 0);
    int node = first.http().tree("/api/v1/dht-node").get("port").asInt();
    EdosDaemon second =
        ground.daemon("--set", "wide-area=true", "--set", "dht-nodes=127.0.0.1:" + node);

    secondGetsEverythingFromFirst(
        first,
        second,
        () ->
            await("the first has announced everything")
                .until(() ->
                    peers(first).get("announced").asInt() >= GatewayGround.DEBS.size()
                        && peers(second).get("nodes").asInt() > 0));
  }
}
