package org.edos.physical.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.edos.core.release.ReleaseId;
import org.edos.physical.index.IndexedReleases;
import org.edos.physical.index.memory.MemoryIndex;

/**
 * A publisher's node and mirrors', each a process, beside an index in memory that was given the
 * same releases and says what each of them has to answer.
 */
final class GridNetwork implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path root;
  private final GridTls tls;
  private final MemoryIndex oracle = new MemoryIndex();
  private final List<Member> members = new ArrayList<>();
  private final String seed;
  private final int documents = 1200;

  /** Starts a publisher's node and so many mirrors'. */
  GridNetwork(Path root, int mirrors) {
    this.root = root;
    this.tls = TestAuthority.member(root);
    Member publisher = new Member(root, "publisher", GridRole.PUBLISHER, "-", tls);
    members.add(publisher);
    this.seed = publisher.launch().ready().ask("seed");
    for (int i = 1; i <= mirrors; i++) {
      add("mirror" + i);
    }
    members.forEach(Member::ready);
  }

  /** Launches another mirror's node, without waiting. */
  Member add(String name) {
    Member mirror = new Member(root, name, GridRole.MIRROR, seed, tls);
    members.add(mirror);
    return mirror.launch();
  }

  void remove(Member member) {
    member.close();
    members.remove(member);
  }

  Member publisher() {
    return members.getFirst();
  }

  Member mirror(int number) {
    return members.get(number);
  }

  List<Member> members() {
    return List.copyOf(members);
  }

  /** The command that publishes the release of that number. */
  String publish(int number) {
    return "publish r" + number + "@1 " + number + " " + number + " " + documents;
  }

  /** Publishes the release of that number, and into the index in memory. */
  void published(int number) {
    assertThat(publisher().ask(publish(number))).isEqualTo("published");
    expect(number);
  }

  /** From now on every member has to answer with this release. */
  void expect(int number) {
    IndexedReleases.publish(
        oracle, "r" + number + "@1", number, FixedQuestions.documents(number, documents));
  }

  void unpublished(int number) {
    assertThat(publisher().ask("unpublish r" + number + "@1")).isEqualTo("was visible: true");
    oracle.unpublish(ReleaseId.parse("r" + number + "@1"));
  }

  /** The answers that are right now. */
  String rightAnswers() {
    return FixedQuestions.answers(oracle);
  }

  String rightAnswer(int question) {
    return FixedQuestions.one(oracle, question);
  }

  String rightReleases() {
    return FixedQuestions.releases(oracle);
  }

  /** Every member comes to answer every question as the index in memory does. */
  void everyMemberIsRight(String occasion) {
    areRight(members, occasion);
  }

  /** The same for all but one that is away. */
  void everyMemberIsRightBut(Member away, String occasion) {
    areRight(members.stream().filter(member -> member != away).toList(), occasion);
  }

  private void areRight(List<Member> asked, String occasion) {
    String right = rightAnswers();
    List<CompletableFuture<Boolean>> all =
        asked.stream().map(member -> meanwhile(() -> isRight(member, right, occasion))).toList();
    all.forEach(CompletableFuture::join);
  }

  private static boolean isRight(Member member, String right, String occasion) {
    Awaitility.await(member.name() + " " + occasion)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(() ->
            assertThat(member.ask("answers")).as(member.name() + " " + occasion).isEqualTo(right));
    return true;
  }

  /** Does something on a thread of its own. */
  static <T> CompletableFuture<T> meanwhile(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
  }

  /** Restarts those that do not run, in a random order, each a random time after the last. */
  void restart(Random random, List<Member> dead) {
    List<Member> order = new ArrayList<>(dead);
    Collections.shuffle(order, random);
    for (Member member : order) {
      member.launch();
      if (random.nextBoolean()) {
        member.ready();
      }
    }
    order.forEach(Member::ready);
  }

  /** Waits until a member sees all others there. */
  void isWhole() {
    Awaitility.await("all members meet")
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          for (Member member : members) {
            assertThat(member.ask("members"))
                .as(member.name())
                .doesNotContain("away", "empty")
                .satisfies(all -> assertThat(all.split(";")).hasSize(members.size()));
          }
        });
  }

  @Override
  public void close() {
    members.forEach(Member::close);
  }
}
