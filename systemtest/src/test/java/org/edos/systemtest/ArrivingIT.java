package org.edos.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.edos.core.gateway.PieceHashes;
import org.edos.core.gateway.PieceSet;
import org.edos.core.unit.Sha256;
import org.edos.systemtest.GatewayGround.Style;
import org.edos.testkit.Conduct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file that a daemon is just fetching is shared on while it arrives. */
class ArrivingIT extends OnGatewayGround {
  private static final int SIZE = 30_000_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private String path;
  private Path served;
  private String content;

  @BeforeEach
  void aLargePackage() throws Exception {
    path = ground.publish("huge", SIZE, new Random(seed));
    served = ground.served(path);
    content = "/content/sha256/" + Sha256.of(Files.readAllBytes(served)).hex();
  }

  @AfterAll
  void close() {
    client.shutdownNow();
  }

  /** Has a daemon know the indexes, as apt does. */
  private void update(EdosDaemon daemon) throws Exception {
    ground.apt(daemon, Style.PATH).aptGet("update", "--error-on=any").well();
  }

  /** Has a daemon that knows the indexes fetch the file. */
  private CompletableFuture<HttpResponse<Path>> fetch(EdosDaemon daemon) throws Exception {
    String address = "/origin/" + ground.origin.address().getAuthority() + "/" + path;
    return client.sendAsync(
        HttpRequest.newBuilder(daemon.address().resolve(address)).build(),
        BodyHandlers.ofFile(ground.fresh("got").resolve("huge")));
  }

  /** The pieces that a daemon has of the file while it arrives there, as it tells others. */
  private PieceSet present(EdosDaemon daemon) throws Exception {
    HttpRequest head = HttpRequest.newBuilder(daemon.address().resolve(content)).HEAD().build();
    return client
        .send(head, BodyHandlers.discarding())
        .headers()
        .firstValue(PieceSet.HEADER)
        .map(text -> PieceSet.read(text, SIZE + PieceHashes.PIECE_BYTES))
        .orElse(PieceSet.NONE);
  }

  /** How many parts of contents a daemon has given. */
  private static double given(EdosDaemon daemon) {
    return counted(daemon, "edos_http_requests_seconds_count")
        - counted(daemon, "edos_http_failures_total");
  }

  private static double counted(EdosDaemon daemon, String counter) {
    return new String(daemon.http().bytes("/metrics"), UTF_8)
        .lines()
        .filter(line -> line.startsWith(counter) && line.contains("/content/sha256/"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static long fromNeighbours(EdosDaemon daemon) {
    return daemon.http().tree("/api/v1/gateway").path("bytes").path("LAN").asLong();
  }

  @Test
  void whoComesLaterGetsFromTheFirstWhatThatHasByThen() throws Exception {
    EdosDaemon first = ground.daemon();
    List<EdosDaemon> later =
        List.of(
            ground.daemon("--set", "lan-peers=" + first.address()),
            ground.daemon("--set", "lan-peers=" + first.address()));
    update(first);
    for (EdosDaemon one : later) {
      update(one);
    }
    ground.origin.behave(path, Conduct.WELL.atRate(1_000_000));
    List<CompletableFuture<HttpResponse<Path>>> downloads = new ArrayList<>();
    downloads.add(fetch(first));
    await("the first is in the midst of it").until(() -> present(first).has(20));
    // The rest takes it longer than whatever a loaded machine makes of what follows.
    ground.origin.behave(path, Conduct.WELL.atRate(50_000));

    for (EdosDaemon one : later) {
      double before = given(first);
      downloads.add(fetch(one));
      await("the first gives " + one.name() + " what it has")
          .until(() -> given(first) >= before + 15);
    }
    assertThat(present(first))
        .as("of the first, which has not finished")
        .isNotEqualTo(PieceSet.NONE);
    ground.origin.behave(path, Conduct.WELL.atRate(10_000_000));

    for (CompletableFuture<HttpResponse<Path>> download : downloads) {
      assertThat(download.get(60, TimeUnit.SECONDS).body()).hasSameBinaryContentAs(served);
    }
    for (EdosDaemon one : later) {
      await(one.name() + " has counted it").until(() -> fromNeighbours(one) > 5_000_000);
      GatewayGround.nothingCorruptIn(one);
    }
    assertThat(ground.origin.bytes(path)).as("bytes of the origin").isLessThan(SIZE / 2 * 5L);
  }
}
