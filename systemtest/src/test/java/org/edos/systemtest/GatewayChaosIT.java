package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.edos.systemtest.Neighbourhood.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.edos.systemtest.GatewayGround.Style;
import org.edos.testkit.Conduct;
import org.edos.testkit.Conduct.Framing;
import org.edos.testkit.OriginServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever goes wrong around a daemon, a real apt and a real dnf behind it end well, or with the
 * origin's own error; and nothing wrong reaches them or the daemon's store.
 */
class GatewayChaosIT extends OnGatewayGround {
  /** How a peer fails that says that it has every package. */
  enum BadPeer {
    /** Its port is closed. */
    DEAD(Conduct.WELL),
    /** It takes requests and never answers. */
    SILENT(Conduct.WELL.after(Duration.ofDays(1))),
    /** It gives a thousand bytes a second. */
    SLOW(Conduct.WELL.atRate(1000)),
    /** One of its bytes is wrong. */
    LYING(Conduct.WELL.wrong()),
    /** It ends in mid-body. */
    CUT(Conduct.WELL.cutAfter(500)),
    /** It has no ranges. */
    WITHOUT_RANGES(Conduct.WELL.withoutRanges());

    private final Conduct conduct;

    BadPeer(Conduct conduct) {
      this.conduct = conduct;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBadPeerSpoilsNothing(BadPeer how) throws Exception {
    try (OriginServer peer = new OriginServer(ground.holdings())) {
      EdosDaemon daemon = ground.daemon("--set", "lan-peers=" + peer.address());
      await("the peer is known").until(() -> peer.asked().contains("content/filter"));
      if (how == BadPeer.DEAD) {
        peer.down();
      } else {
        peer.behave("content/sha256", how.conduct);
      }
      everythingIsGot(daemon);
      assertThat(peer.asked().stream().anyMatch(path -> path.startsWith("content/sha256")))
          .as("the peer was asked for packages")
          .isEqualTo(how != BadPeer.DEAD);
    }
  }

  @Test
  void aHashTableThatNobodyAnswersSpoilsNothing() throws Exception {
    everythingIsGot(ground.daemon("--set", "wide-area=true", "--set", "dht-nodes=127.0.0.1:9"));
  }

  /** How an origin differs from the best, so that everything can still be had. */
  enum OddOrigin {
    /** Neither Last-Modified nor ETag. */
    UNDATED(Conduct.WELL.undated()),
    /** The whole file whatever was asked for. */
    WITHOUT_RANGES(Conduct.WELL.withoutRanges()),
    /** Neither of them, and no length. */
    CHUNKED(Conduct.WELL.undated().withoutRanges().framed(Framing.CHUNKED)),
    /** A connection for each answer. */
    CLOSING(Conduct.WELL.framed(Framing.CLOSE)),
    /** Each body ends in the middle, once. */
    CUT(Conduct.WELL.cutAfter(700)),
    /** Each large body ends late, once, and has to be fetched from its beginning. */
    CUT_WITHOUT_RANGES(Conduct.WELL.withoutRanges().cutAfter(2_000_000));

    private final Conduct conduct;

    OddOrigin(Conduct conduct) {
      this.conduct = conduct;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOddOriginSpoilsNothing(OddOrigin how) throws Exception {
    ground.origin.behave(how.conduct);
    everythingIsGot(ground.daemon());
  }

  @Test
  void packagesThatTheOriginRefusesOnceAreAskedForAgain() throws Exception {
    ground.origin.behave("apt/pool/", Conduct.WELL.firstUnavailable());
    EdosDaemon daemon = ground.daemon();
    ground.aptGetsEverything(daemon, Style.PROXY);
    if (GatewayGround.withRpms()) {
      ground.origin.behave("rpm/", Conduct.WELL.firstUnavailable());
      ground.dnfGetsEverything(daemon, Style.PROXY);
    }
    GatewayGround.nothingCorruptIn(daemon);
  }

  @Test
  void anOriginThatRefusesEverythingOnceIsUsedOrItsErrorIsPassedOn() throws Exception {
    ground.origin.behave(Conduct.WELL.firstUnavailable());
    EdosDaemon daemon = ground.daemon();
    RealApt apt = ground.apt(daemon, Style.PROXY);
    Ended first = apt.aptGet("update", "--error-on=any");
    if (first.exitCode() != 0) {
      assertThat(first.output() + first.errors()).contains("503");
      apt.aptGet("update", "--error-on=any").well();
    }
    ground.aptDownloadsEverything(apt);
  }

  @Test
  void whatIsInTheCacheIsGivenWhenTheOriginIsDown() throws Exception {
    EdosDaemon daemon = ground.daemon();
    everythingIsGot(daemon);
    ground.origin.down();
    everythingIsGot(daemon);
    daemon.kill9();
    daemon.restart();
    everythingIsGot(daemon);
  }

  @Test
  void anOriginThatIsDownFailsAsWithoutTheDaemonAndIsUsedOnceItIsUp() throws Exception {
    ground.origin.down();
    EdosDaemon daemon = ground.daemon();
    RealApt apt = ground.apt(daemon, Style.PROXY);
    Ended failed = apt.aptGet("update", "--error-on=any");
    assertThat(failed.exitCode()).isNotZero();
    ground.origin.up();
    everythingIsGot(daemon);
  }

  @Test
  void aStoreWithoutRoomSpoilsNothing() throws Exception {
    everythingIsGot(ground.daemon("--set", "store-quota=1MB"));
  }

  @Test
  void aFullDiskSpoilsNothing() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can make a small disk");
    try (SmallDisk disk = new SmallDisk(ground.fresh("disk"), 64)) {
      EdosDaemon daemon = ground.daemonAt(disk.folder());
      disk.fill(1_000_000);
      everythingIsGot(daemon);
      ground.clear();
    }
  }

  @Test
  void anOriginThatLiesIsNotBelieved() throws Exception {
    EdosDaemon daemon = ground.daemon();
    RealApt apt = ground.apt(daemon, Style.PROXY);
    apt.aptGet("update", "--error-on=any").well();
    ground.origin.behave("apt/pool/", Conduct.WELL.wrong());
    Path into = ground.fresh("lies");
    assertThat(apt.download(into, List.of("large-0", "node-once")).exitCode()).isNotZero();
    assertThat(into.resolve("node-once_1.4.0-7_all.deb")).as("a small package").doesNotExist();
    Path large = into.resolve("large-0_1.0_all.deb");
    assertThat(Files.exists(large) ? Files.size(large) : 0)
        .as("what apt has of a large package, which it did not take for whole")
        .isLessThan(GatewayGround.LARGE);
    GatewayGround.nothingCorruptIn(daemon);
    ground.origin.behave(Conduct.WELL);
    everythingIsGot(daemon);
  }

  @Test
  void aDaemonKilledInTheMiddleGoesOnAfterwards() throws Exception {
    EdosDaemon daemon = ground.daemon();
    RealApt apt = ground.apt(daemon, Style.PROXY);
    apt.aptGet("update", "--error-on=any").well();
    ground.origin.behave("apt/pool/", Conduct.WELL.atRate(1_000_000));
    long moment = 200_000 + new Random(seed).nextInt(2_000_000);
    System.out.println("GatewayChaosIT: killed after " + moment + " bytes of a package");
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Path into = ground.fresh("killed");
      Future<Ended> download = other.submit(() -> apt.download(into, List.of("large-0")));
      await("the package is under way")
          .until(() -> ground.origin.bytes("apt/pool/main/large-0") > moment);
      daemon.kill9();
      download.get(3, TimeUnit.MINUTES);
    }
    ground.origin.behave(Conduct.WELL);
    daemon.restart();
    GatewayGround.nothingCorruptIn(daemon);
    everythingIsGot(daemon);
  }

  private void everythingIsGot(EdosDaemon daemon) throws Exception {
    ground.aptGetsEverything(daemon, Style.PROXY);
    if (GatewayGround.withRpms()) {
      ground.dnfGetsEverything(daemon, Style.PROXY);
    }
    GatewayGround.nothingCorruptIn(daemon);
  }

  /** A disk in memory that can be filled. */
  private record SmallDisk(Path folder) implements AutoCloseable {
    SmallDisk(Path folder, int megabytes) {
      this(folder);
      Ended.run(
              folder,
              Map.of(),
              List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "none", folder + ""))
          .well();
    }

    /** Leaves so many bytes. */
    void fill(long free) throws Exception {
      byte[] block = new byte[64 << 10];
      try (OutputStream out = Files.newOutputStream(folder.resolve("filler"))) {
        while (Files.getFileStore(folder).getUsableSpace() > free) {
          out.write(block);
        }
      }
    }

    @Override
    public void close() {
      Ended.run(folder.resolve(".."), Map.of(), List.of("umount", folder.toString())).well();
    }
  }
}
