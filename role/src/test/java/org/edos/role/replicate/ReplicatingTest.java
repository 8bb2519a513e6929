package org.edos.role.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.channel.Caller;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Grantee;
import org.edos.core.channel.Right;
import org.edos.core.channel.Rights;
import org.edos.core.metadata.Document;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.physical.channel.ChannelReader;
import org.edos.physical.channel.memory.MemoryChannelLog;
import org.edos.physical.index.ReleaseSource;
import org.edos.physical.index.memory.MemoryIndex;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.physical.trust.ReleaseTrust;
import org.edos.role.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicatingTest {
  private static final ReplicateConfig CONFIG = new ReplicateConfig(Duration.ofMillis(30), true);

  @TempDir Path folder;
  private Machine publisher;
  private final Wire wire = new Wire();
  private MemoryIndex index;
  private MemoryChannelLog channels;
  private final List<ReplicateEvent> events = new CopyOnWriteArrayList<>();
  private final List<String> followed = new CopyOnWriteArrayList<>();
  private final List<String> tooEarly = new CopyOnWriteArrayList<>();
  private final List<Replicating> running = new ArrayList<>();
  private Path tree;

  /** What comes from the publisher, unless the wire is cut or somebody on it alters documents. */
  private final class Wire implements ReleaseSource, ChannelReader {
    volatile boolean cut;
    volatile boolean altering;

    private void check() {
      if (cut) {
        throw EdosException.external("cannot reach the publisher");
      }
    }

    @Override
    public List<PublishedRelease> releases() {
      check();
      return publisher.index.releases();
    }

    @Override
    public Optional<SignedComposition> composition(ReleaseId release) {
      check();
      return publisher.index.composition(release);
    }

    @Override
    public void documents(ReleaseId release, Consumer<Document> sink) {
      check();
      Composition composition = CompositionXml.read(composition(release).orElseThrow().xml());
      for (Composition.Entry entry : composition.entries()) {
        Document document = publisher.index.document(entry.unit()).orElseThrow();
        byte[] xml = document.xml().clone();
        if (altering) {
          xml[xml.length / 2] ^= 1;
        }
        sink.accept(new Document(document.id(), xml));
      }
    }

    @Override
    public List<Channel> channels() {
      check();
      return publisher.channels.channels();
    }

    @Override
    public List<ChannelEvent> events(String channel, long after, int limit) {
      check();
      return publisher.channels.events(channel, after, limit);
    }

    @Override
    public Registration listen(Consumer<ChannelEvent> listener) {
      return publisher.channels.listen(listener);
    }
  }

  @BeforeEach
  void open() {
    publisher = new Machine(folder.resolve("publisher"), new MemorySwarm());
    tree = Machine.debs(folder.resolve("in"), 4);
    index = new MemoryIndex();
    channels = new MemoryChannelLog(publisher.clock);
    channels.listen(event -> {
      boolean published = event.kind() == ChannelEvent.Kind.RELEASE_PUBLISHED;
      if (published && index.composition(ReleaseId.parse(event.subject())).isEmpty()) {
        tooEarly.add(event.subject());
      }
    });
  }

  @AfterEach
  void close() {
    running.forEach(Replicating::close);
    channels.close();
    publisher.close();
  }

  private Replicating mirror() {
    ReleaseTrust trust = signed -> CompositionXml.read(signed.xml());
    Replicating mirror =
        new Replicating(
            new Replicating.Parts(wire, wire, index, channels, trust, publisher.clock),
            CONFIG,
            (composition, signed, crowd, unfinished) ->
                followed.add(composition.id() + crowd.map(it -> " " + it).orElse("")),
            events::add);
    running.add(mirror);
    return mirror;
  }

  private List<ChannelEvent> told() {
    return channels.events(Channel.RELEASES, 0, 100);
  }

  @Test
  void releasesFromBeforeAndAfterItJoinedAreCopiedWhole() {
    PublishedRelease before = publisher.publish(tree, "demo");
    mirror();
    await().until(() -> told().size() == 1);
    PublishedRelease after = publisher.publish(tree, "demo");
    await().until(() -> told().size() == 2);
    assertThat(index.releases()).containsExactly(before, after);
    Composition composition =
        CompositionXml.read(index.composition(after.id()).orElseThrow().xml());
    assertThat(composition.entries()).allMatch(entry -> index.document(entry.unit()).isPresent());
    assertThat(composition.collections()).allMatch(one -> index.document(one.id()).isPresent());
    assertThat(followed).contains("demo@1", "demo@2");
  }

  @Test
  void aReleaseThatIsUpdatedIsThereAllTheTimeAndItsNextStateIsFollowed() {
    PublishedRelease first = publisher.publish(tree, "demo@current");
    mirror();
    await().until(() -> told().size() == 1);
    List<Integer> seen = new CopyOnWriteArrayList<>();
    channels.listen(event -> seen.add(index.releases().size()));
    PublishedRelease last = first;
    for (int i = 5; i < 8; i++) {
      last = publisher.publish(Machine.debs(folder.resolve("in" + i), i), "demo@current");
      publisher.clock.move(Duration.ofSeconds(1));
    }
    await().until(() -> told().size() == 4);
    assertThat(index.releases()).containsExactly(last);
    assertThat(index.composition(last.id())).isEqualTo(publisher.index.composition(last.id()));
    assertThat(told().getLast().kind()).isEqualTo(ChannelEvent.Kind.RELEASE_UPDATED);
    assertThat(seen).containsOnly(1);
    assertThat(events).noneMatch(ReplicateEvent.Withdrawn.class::isInstance);
    assertThat(followed).contains("demo@current");
  }

  @Test
  void eventsArePassedOnInOrderAndOnlyWhenTheirReleaseIsVisible() {
    mirror();
    publisher.channels.create(new Channel("news", "", publisher.clock.instant()));
    for (int i = 0; i < 20; i++) {
      publisher.channels.append(
          "news", ChannelEvent.Kind.UNIT_ADDED, "pkg:deb/debian/a@" + i, Map.of());
    }
    for (int i = 0; i < 3; i++) {
      publisher.publish(tree, "demo");
    }
    await().until(() -> told().equals(publisher.channels.events(Channel.RELEASES, 0, 100)));
    await().until(() -> channels.channels().size() == 2);
    await()
        .until(() ->
            channels.events("news", 0, 100).equals(publisher.channels.events("news", 0, 100)));
    assertThat(tooEarly).isEmpty();
  }

  @Test
  void documentsAlteredOnTheWayAreRefusedAndTriedAgain() {
    wire.altering = true;
    publisher.publish(tree, "demo");
    mirror();
    await()
        .until(() ->
            events.stream()
                .anyMatch(it ->
                    it instanceof ReplicateEvent.Failed f
                        && f.reason().contains("not those signed")));
    assertThat(index.releases()).isEmpty();
    assertThat(told()).isEmpty();
    wire.altering = false;
    await().until(() -> told().size() == 1);
    assertThat(index.releases()).hasSize(1);
  }

  @Test
  void aWithdrawalFollows() {
    PublishedRelease release = publisher.publish(tree, "demo");
    mirror();
    await().until(() -> index.releases().size() == 1);
    publisher.publishing().unpublish(release.id());
    await().until(() -> told().size() == 2);
    assertThat(index.releases()).isEmpty();
  }

  @Test
  void aReleasePublishedAnewUnderItsVersionReplacesTheOldOne() {
    PublishedRelease release = publisher.publish(tree, "demo@1");
    mirror();
    await().until(() -> told().size() == 1);
    wire.cut = true;
    publisher.publishing().unpublish(release.id());
    PublishedRelease again = publisher.publish(Machine.debs(folder.resolve("other"), 6), "demo@1");
    wire.cut = false;
    await().until(() -> told().size() == 3);
    assertThat(index.releases()).containsExactly(again);
  }

  @Test
  void aPublisherThatWasAwayIsFollowedWhenItIsBack() {
    wire.cut = true;
    mirror();
    publisher.publish(tree, "demo");
    await().until(() -> !events.isEmpty());
    wire.cut = false;
    await().until(() -> told().size() == 1);
    assertThat(index.releases()).hasSize(1);
  }

  @Test
  void aReleaseThatHasExpiredHoldsUpNothingAfterIt() {
    publisher.publish(tree, "old");
    publisher.clock.move(Machine.CONFIG.validity().plusSeconds(1));
    publisher.publish(tree, "new");
    mirror();
    await()
        .until(
            () -> index.releases().stream().anyMatch(release -> release.id().name().equals("new")));
    await().until(() -> told().size() == 2);
    assertThat(index.releases()).hasSize(1);
    assertThat(events.stream().filter(ReplicateEvent.Failed.class::isInstance)).hasSize(1);
  }

  @Test
  void anEventThatNamesNoReleaseHoldsUpNothingAfterIt() {
    publisher.channels.append(
        Channel.RELEASES, ChannelEvent.Kind.CROWD_OPENED, "no release", Map.of());
    publisher.channels.append(
        Channel.RELEASES,
        ChannelEvent.Kind.CROWD_OPENED,
        "gone@1",
        Map.of("crowd", "no address :"));
    publisher.publish(tree, "demo");
    mirror();
    await().until(() -> index.releases().size() == 1);
  }

  @Test
  void anAnnouncedFlashCrowdIsHandedToWhoeverFetchesTheContents() {
    mirror();
    PublishedRelease release = publisher.publish(tree, "demo");
    publisher.channels.append(
        Channel.RELEASES,
        ChannelEvent.Kind.CROWD_OPENED,
        release.id().toString(),
        Map.of("crowd", "http://127.0.0.1:1/c"));
    await().until(() -> followed.contains("demo@1 http://127.0.0.1:1/c"));
  }

  private Optional<Channel> here(String name) {
    return channels.channels().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  @Test
  void whoMayReadAChannelIsAsItsKeeperSays() {
    Channel news = new Channel("news", "", publisher.clock.instant());
    publisher.channels.create(news);
    mirror();
    await().until(() -> here("news").isPresent());

    Channel closed =
        news.with(new Rights(Map.of(Grantee.parse("user:mirror"), Right.READ)))
            .describedAs("for some");
    publisher.channels.change(closed);
    await().until(() -> here("news").equals(Optional.of(closed)));
    assertThat(closed.rights().allow(Caller.ANYBODY, Right.READ)).isFalse();
  }

  @Test
  void aChannelThatIsGoneOrMadeAnewIsSoHere() {
    publisher.channels.create(new Channel("news", "first", publisher.clock.instant()));
    publisher.channels.append("news", ChannelEvent.Kind.UNIT_REMOVED, "one", Map.of());
    publisher.channels.append("news", ChannelEvent.Kind.UNIT_REMOVED, "two", Map.of());
    mirror();
    await().until(() -> here("news").isPresent() && channels.events("news", 0, 9).size() == 2);

    publisher.channels.delete("news");
    publisher.channels.create(
        new Channel("news", "second", publisher.clock.instant().plusSeconds(1)));
    publisher.channels.append("news", ChannelEvent.Kind.UNIT_REMOVED, "three", Map.of());
    await().until(() -> here("news").filter(one -> one.description().equals("second")).isPresent());
    await()
        .untilAsserted(() ->
            assertThat(channels.events("news", 0, 9))
                .extracting(ChannelEvent::subject)
                .containsExactly("three"));

    publisher.channels.delete("news");
    await().until(() -> here("news").isEmpty());
    assertThat(here(Channel.RELEASES)).isPresent();
  }
}
