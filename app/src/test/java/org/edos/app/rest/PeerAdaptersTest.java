package org.edos.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.channel.Caller;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerPage;
import org.edos.core.query.Question;
import org.edos.core.query.SortOrder;
import org.edos.core.query.TreePattern;
import org.edos.core.release.Composition;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.http.HttpChannels;
import org.edos.physical.content.ContentSource.Answer;
import org.edos.physical.content.ContentSource.Deadlines;
import org.edos.physical.content.ContentSource.Part;
import org.edos.physical.content.http.HttpContentSource;
import org.edos.physical.dissemination.PeerSignature;
import org.edos.physical.dissemination.http.HttpCrowdDesk;
import org.edos.physical.index.http.HttpIndex;
import org.edos.physical.location.http.HttpLocations;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerTimes;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP adapters of the ports, each asking a real server over a real publisher. */
final class PeerAdaptersTest {
  private static final ReleaseId NO_RELEASE = new ReleaseId("no-such", "1");

  private TestPublisher daemon;
  private PublishedRelease release;
  private HttpIndex index;

  @BeforeEach
  void publish(@TempDir Path folder) throws IOException {
    daemon = new TestPublisher(folder);
    release = daemon.publish("tools", "1");
    index = new HttpIndex(daemon.http, daemon.address);
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private static void failsAs(Category category, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(category));
  }

  @Test
  void theIndexAnswersLikeThePublishersOwn() {
    assertThat(index.releases()).isEqualTo(daemon.publisher.releases());
    assertThat(index.composition(release.id()))
        .contains(daemon.publisher.signedComposition(release.id()));
    assertThat(index.composition(NO_RELEASE)).isEmpty();
    for (Composition.Entry entry : daemon.publisher.composition(release.id()).entries()) {
      assertThat(index.document(entry.unit()))
          .contains(daemon.publisher.questions().show(entry.unit()));
    }
    assertThat(index.document(UnitId.parse("pkg:deb/debian/none@1?arch=all"))).isEmpty();
    Question question = Question.of(TreePattern.parse("arch:amd64"), 10);
    AnswerPage there = daemon.publisher.questions().ask(question).page();
    AnswerPage here = index.ask(question).page();
    assertThat(here.answers()).isEqualTo(there.answers()).isNotEmpty();
    assertThat(here.count()).isEqualTo(there.count());
  }

  @Test
  void pagesOfTheIndexGoOnFromOneAnother() {
    Question question = Question.of(TreePattern.ALL, 1).in(SortOrder.parse("-size"));
    List<Document> found = new ArrayList<>();
    Optional<Question> next = Optional.of(question);
    while (next.isPresent()) {
      AnswerPage page = index.ask(next.get()).page();
      found.addAll(page.documents());
      next = page.next().map(question::from);
    }
    Question whole = Question.of(TreePattern.ALL, 1000).in(SortOrder.parse("-size"));
    assertThat(found)
        .isEqualTo(daemon.publisher.questions().ask(whole).page().documents())
        .hasSizeGreaterThan(2);
  }

  @Test
  void everyDocumentOfAReleaseIsStreamed() {
    List<Document> there = new ArrayList<>();
    index.documents(release.id(), there::add);
    List<Document> here = new ArrayList<>();
    daemon.publisher.documents(release.id(), here::add);
    assertThat(there).isEqualTo(here).isNotEmpty();
    failsAs(Category.NOT_FOUND, () -> index.documents(NO_RELEASE, there::add));
  }

  @Test
  void locationsAreAnnouncedFoundAndWithdrawn() {
    HttpLocations locations = new HttpLocations(daemon.http, daemon.address);
    URI peer = URI.create("http://127.0.0.1:9");
    Sha256 content = Sha256.of(new byte[] {1});
    List<Sha256> many =
        java.util.stream.IntStream.range(0, 20_001)
            .mapToObj(i -> Sha256.of(("" + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
            .toList();
    locations.announce(peer, List.of(content));
    locations.announce(peer, many);
    assertThat(locations.locate(List.of(content, Sha256.of(new byte[0]))))
        .isEqualTo(Map.of(content, Set.of(peer)));
    assertThat(locations.locate(many)).hasSize(many.size());
    locations.withdraw(peer, List.of(content));
    assertThat(locations.locate(List.of(content))).isEmpty();
    failsAs(Category.USAGE, () -> locations.announce(URI.create("ftp://x:1"), List.of(content)));
  }

  @Test
  void contentsAreFetchedAndNothingElseIsTakenForThem() throws IOException {
    HttpContentSource source = new HttpContentSource(daemon.http);
    Composition.Entry entry = aPackage();
    try (InputStream in = source.open(daemon.address, entry.sha256(), entry.size())) {
      assertThat(Sha256.of(in.readAllBytes())).isEqualTo(entry.sha256());
    }
    failsAs(Category.EXTERNAL, () -> source.open(daemon.address, entry.sha256(), entry.size() + 1));
    failsAs(Category.NOT_FOUND, () -> source.open(daemon.address, Sha256.of(new byte[] {9}), 1));
    for (String bad :
        new String[] {
          "file:///etc/passwd", "http://h", "http://u@h:1", "http://h:1/path", "http://h:1?q"
        }) {
      failsAs(Category.USAGE, () -> source.open(URI.create(bad), entry.sha256(), 1));
    }
  }

  @Test
  void partsOfContentsAreFetched() throws IOException {
    HttpContentSource source = new HttpContentSource(daemon.http);
    Composition.Entry entry = aPackage();
    Deadlines deadlines = new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(10), 0);
    byte[] whole;
    try (InputStream in = source.open(daemon.address, entry.sha256(), entry.size())) {
      whole = in.readAllBytes();
    }
    Part part = new Part(entry.sha256(), entry.size(), 10, 100);
    assertThat(given(source.ask(daemon.address, part, deadlines)))
        .isEqualTo(Arrays.copyOfRange(whole, 10, 110));
    Part all = new Part(entry.sha256(), entry.size(), 0, whole.length);
    assertThat(given(source.ask(daemon.address, all, deadlines))).isEqualTo(whole);
    Part missing = new Part(Sha256.of(new byte[] {9}), 100, 10, 20);
    failsAs(Category.NOT_FOUND, () -> source.ask(daemon.address, missing, deadlines));
    Part beyond = new Part(entry.sha256(), whole.length + 10L, whole.length - 5L, 10);
    failsAs(Category.REFUSED, () -> source.ask(daemon.address, beyond, deadlines));
    failsAs(Category.USAGE, () -> new Part(entry.sha256(), 10, 5, 6));
  }

  private static byte[] given(Answer answer) throws IOException {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    assertThat(((Answer.Given) answer).arriving()).isFalse();
    try (InputStream in = ((Answer.Given) answer).bytes()) {
      return in.readAllBytes();
    }
  }

  private Composition.Entry aPackage() {
    return daemon.publisher.composition(release.id()).entries().stream()
        .filter(entry -> entry.unit() instanceof PackageId)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void channelsAreReadAndFollowed() {
    List<ChannelEvent> heard = new CopyOnWriteArrayList<>();
    try (HttpChannels channels = new HttpChannels(daemon.http, daemon.address)) {
      channels.listen(heard::add);
      assertThat(channels.channels()).isEqualTo(daemon.publisher.channels().list(Caller.ANYBODY));
      assertThat(channels.events("releases", 0, 10))
          .isEqualTo(daemon.publisher.channels().events(Caller.ANYBODY, "releases", 0, 10));
      failsAs(Category.NOT_FOUND, () -> channels.events("none", 0, 10));
      failsAs(Category.USAGE, () -> channels.events("../x", 0, 10));
      daemon.publisher.createChannel("news", "");
      await()
          .untilAsserted(() -> {
            daemon.publisher.feedChannel("news", List.of(aPackage().unit()));
            assertThat(heard).extracting(ChannelEvent::channel).contains("news");
          });
    }
  }

  @Test
  void aFlashCrowdRunsOverItsDesk() {
    Ed25519Key key = Ed25519Key.generate();
    AtomicLong time = new AtomicLong(1000);
    HttpCrowdDesk desk = desk(key, time);
    CrowdStatus status =
        daemon.publisher.openCrowd(
            release.id(), Optional.of(Duration.ofSeconds(2)), Optional.empty());
    URI crowd = daemon.at("/api/v1/flashcrowds/tools/1");
    assertThat(status.phase()).isEqualTo(CrowdStatus.Phase.OPEN);
    PeerId peer = PeerId.ofKey(key.publicKey());
    BitSet all = new BitSet();
    all.set(0, daemon.publisher.composition(release.id()).contents().size());
    desk.submit(crowd, new WishList(release.id(), release.composition(), peer, all));
    failsAs(
        Category.USAGE,
        () -> desk.submit(crowd, new WishList(NO_RELEASE, release.composition(), peer, all)));
    Assignment mine =
        await().until(() -> desk.assignment(crowd, peer), Optional::isPresent).orElseThrow();
    assertThat(mine.parts()).isNotEmpty();
    assertThat(desk.torrent(crowd, 0)).isEqualTo(daemon.publisher.crowdTorrent(release.id(), 0));
    failsAs(Category.NOT_FOUND, () -> desk.torrent(crowd, 99));
    desk.submit(crowd, new WishList(release.id(), release.composition(), peer, all));
    assertThat(desk.assignment(crowd, peer))
        .as("asked for again, when it is planned")
        .contains(mine);
    CrowdReport report = new CrowdReport(peer, 10, 10, 5, 1, 0, true);
    assertThat(desk.report(crowd, report)).isEqualTo(ReportReceipt.inCrowdOf(1));
    assertThat(daemon.publisher.crowd(release.id()).reports()).containsExactly(report);
    HttpCrowdDesk stranger = desk(Ed25519Key.generate(), time);
    WishList mineAgain = new WishList(release.id(), release.composition(), peer, new BitSet());
    failsAs(Category.REFUSED, () -> stranger.submit(crowd, mineAgain));
    failsAs(Category.REFUSED, () -> stranger.report(crowd, report));
    HttpCrowdDesk yesterday = desk(key, new AtomicLong(10));
    failsAs(Category.REFUSED, () -> yesterday.report(crowd, report));
    failsAs(
        Category.NOT_FOUND,
        () -> desk.assignment(daemon.at("/api/v1/flashcrowds/no-such/1"), peer));
  }

  private HttpCrowdDesk desk(Ed25519Key key, AtomicLong time) {
    return new HttpCrowdDesk(
        daemon.http, new PeerSignature(key.publicKey(), key::sign), time::incrementAndGet);
  }

  @Test
  void aPeerThatIsAwayIsNamed() {
    daemon.server.close();
    assertThatThrownBy(index::releases)
        .hasMessage("cannot reach " + daemon.address + ": is its daemon running?");
  }

  @Test
  void aPeerThatStallsIsGivenUp() throws IOException {
    PeerTimes hasty =
        new PeerTimes(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMillis(50), 1000);
    try (ServerSocket silent = new ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
        PeerHttp http = new PeerHttp(hasty)) {
      Thread.ofVirtual().start(() -> answerWithoutBody(silent));
      HttpContentSource source = new HttpContentSource(http);
      URI peer = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      try (InputStream in = source.open(peer, Sha256.of(new byte[0]), 5)) {
        assertThatThrownBy(in::read)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("stalled");
      }
    }
  }

  private static void answerWithoutBody(ServerSocket server) {
    try (var socket = server.accept()) {
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      int gone = 0;
      while (gone >= 0) {
        gone = socket.getInputStream().read();
      }
    } catch (IOException e) {
      // The other side has given up, as it should.
    }
  }
}
