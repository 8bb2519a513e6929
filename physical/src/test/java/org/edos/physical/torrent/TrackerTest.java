package org.edos.physical.torrent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackerTest {
  private static final class MovedClock extends Clock {
    Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final MovedClock clock = new MovedClock();
  private final Tracker tracker = new Tracker(clock, Duration.ofSeconds(30));
  @TempDir Path folder;
  private Torrent torrent = new Torrent(new byte[0], "", List.of(), 0);

  @BeforeEach
  void serveATorrent() {
    torrent =
        RandomFiles.write(folder, 1, List.of(10)).torrent(URI.create("http://127.0.0.1/announce"));
    tracker.serve(torrent);
  }

  @Test
  void introducesPeersByCompactAddresses() throws UnknownHostException {
    announce("127.0.0.1", 6881, "&left=10");

    var answer = announce("10.0.0.2", 6882, "&left=10");

    assertThat(answer.bytes("peers").value()).containsExactly(127, 0, 0, 1, 6881 >> 8, 6881 & 255);
    assertThat(answer.number("incomplete")).isEqualTo(2);
    assertThat(answer.number("interval")).isEqualTo(30);
  }

  @Test
  void introducesPeersOfTheNewerProtocolApart() throws UnknownHostException {
    announce("::1", 6881, "&left=10");

    var answer = announce("127.0.0.1", 6882, "&left=10");

    assertThat(answer.bytes("peers6").value()).hasSize(18).endsWith(1, 6881 >> 8, 6881 & 255);
    assertThat(answer.bytes("peers").value()).isEmpty();
  }

  @Test
  void doesNotIntroduceThoseWhoHaveEverythingToOneAnother() throws UnknownHostException {
    announce("127.0.0.1", 6881, "&left=0");

    assertThat(announce("127.0.0.1", 6882, "&left=0").bytes("peers").value()).isEmpty();
    assertThat(announce("127.0.0.1", 6883, "&left=5").bytes("peers").value()).hasSize(12);
  }

  @Test
  void ignoresTheAddressThatAPeerClaims() throws UnknownHostException {
    announce("127.0.0.1", 6881, "&left=10&ip=8.8.8.8");

    assertThat(announce("127.0.0.1", 6882, "&left=10").bytes("peers").value())
        .startsWith(127, 0, 0, 1);
  }

  @Test
  void forgetsAPeerThatStopped() throws UnknownHostException {
    announce("127.0.0.1", 6881, "&left=10");
    announce("127.0.0.1", 6881, "&left=10&event=stopped");

    assertThat(tracker.peers(torrent.infoHash())).isZero();
  }

  @Test
  void forgetsAPeerThatIsSilentForTooLong() throws UnknownHostException {
    announce("127.0.0.1", 6881, "&left=10");
    clock.now = clock.now.plusSeconds(75);
    assertThat(tracker.peers(torrent.infoHash())).isEqualTo(1);

    clock.now = clock.now.plusSeconds(1);

    assertThat(tracker.peers(torrent.infoHash())).isZero();
  }

  @Test
  void refusesTorrentsThatItDoesNotServe() throws UnknownHostException {
    tracker.forget(torrent.infoHash());

    assertThat(announce("127.0.0.1", 6881, "&left=10").bytes("failure reason").latin())
        .contains("does not serve");
  }

  @Test
  void refusesMalformedRequests() throws UnknownHostException {
    var good = "info_hash=" + encoded() + "&peer_id=" + "p".repeat(20) + "&port=1";
    var here = InetAddress.getByName("127.0.0.1");
    var bad =
        List.of(
            "",
            "info_hash=abc&port=1",
            good.replace("port=1", "port=70000"),
            good.replace("port=1", "port=x"),
            good + "&left=%zz",
            good + "&left=%1",
            good + "&left=-5",
            good.replace("pp", "p"),
            good + "&x=" + "y".repeat(5_000));

    assertThat(bad)
        .allSatisfy(query ->
            assertThat(tracker.announce(query, here))
                .asString(ISO_8859_1)
                .contains("failure reason"));
    assertThat(tracker.peers(torrent.infoHash())).isZero();
  }

  @Test
  void boundsThePeersOfOneAddress() throws UnknownHostException {
    announce("10.0.0.9", 1, "&left=10");
    for (int port = 1; port <= 2_000; port++) {
      announce("127.0.0.1", port, "&left=10");
    }

    assertThat(tracker.peers(torrent.infoHash())).isEqualTo(501);
  }

  @Test
  void countsPeersWhenScraped() throws UnknownHostException {
    announce("127.0.0.1", 6881, "&left=0&event=completed");
    announce("127.0.0.1", 6882, "&left=10");

    var files = read(tracker.scrape("info_hash=" + encoded())).dictionary("files");

    var counts =
        files.dictionary(new String(HexFormat.of().parseHex(torrent.infoHash()), ISO_8859_1));
    assertThat(counts.number("complete")).isEqualTo(1);
    assertThat(counts.number("incomplete")).isEqualTo(1);
    assertThat(counts.number("downloaded")).isEqualTo(1);
  }

  @Test
  void doesNotListItsSwarms() {
    assertThat(tracker.scrape("")).asString(ISO_8859_1).contains("failure reason");
  }

  private Bencode.Dictionary announce(String from, int port, String more)
      throws UnknownHostException {
    var query =
        "info_hash=" + encoded() + "&peer_id=-XX0001-" + "%00".repeat(12) + "&port=" + port + more;
    return read(tracker.announce(query, InetAddress.getByName(from)));
  }

  private String encoded() {
    return "%" + torrent.infoHash().replaceAll("..(?!$)", "$0%");
  }

  private static Bencode.Dictionary read(byte[] answer) {
    return (Bencode.Dictionary) Bencode.read(answer, 1_000);
  }
}
