package org.edos.actor;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.OriginAddress;
import org.edos.core.gateway.PartialContent;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.kept.Kept;
import org.edos.physical.upstream.Upstream;
import org.edos.physical.upstream.UpstreamAnswer;
import org.edos.physical.upstream.UpstreamRequest;
import org.edos.role.follow.Following;
import org.edos.role.follow.Meaning;
import org.edos.role.relay.OriginRefusal;
import org.edos.role.relay.Relaying;
import org.edos.role.relay.Transfer;

/**
 * Stands between unmodified apt and dnf and unmodified servers: what an index promises is brought
 * from the nearest who has it, everything else is asked of the origin and passed on. Safe for use
 * by many threads.
 */
public final class Gateway implements AutoCloseable {
  /** How long an answer's head waits for the first byte: apt gives up after 30 seconds. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** Statuses that tell of trouble that may soon be over. */
  private static final Set<Integer> TROUBLE = Set.of(502, 503, 504);

  /** How long an answer may take to begin, everything that was tried before included. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final int MOST_REPEATS = 2;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  /**
   * What it works with. It closes the roles, and none of the mechanisms.
   *
   * @param store of this machine
   * @param upstream asks origins
   * @param following knows repositories
   * @param relaying brings files
   * @param holders knows other daemons
   * @param kept notes what the gateway holds
   * @param benefit accounts for what is given
   */
  public record Parts(
      ContentStore store,
      Upstream upstream,
      Following following,
      Relaying relaying,
      LocatedHolders holders,
      Kept kept,
      Benefit benefit) {}

  private final Parts parts;
  private final BrokenFiles broken = new BrokenFiles(Clock.systemUTC());

  /** Has nothing to do yet. */
  public Gateway(Parts parts) {
    this.parts = parts;
  }

  /**
   * Answers a question to an origin.
   *
   * @throws EdosException external if nobody who has the file can be reached
   */
  public GatewayAnswer answer(GatewayQuestion question) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    if (question.personal()) {
      return passed(question, deadline);
    }
    return switch (parts.following().resolve(question.address())) {
      case Meaning.Root root -> file(question, root.content(), Optional.of(root.modified()), true);
      case Meaning.Listed listed -> listed(question, listed);
      case Meaning.Unlisted unlisted -> passed(question, deadline);
    };
  }

  /**
   * Somebody will ask for this next: what can be begun ahead is begun. Takes as long as telling
   * what the address stands for.
   */
  public void expect(OriginAddress address) {
    if (parts.following().resolve(address) instanceof Meaning.Listed listed) {
      parts.relaying().ahead(listed.file(), listed.origins());
    }
  }

  private GatewayAnswer listed(GatewayQuestion question, Meaning.Listed listed) {
    Transfer transfer = parts.relaying().begin(listed.file(), listed.origins());
    return switch (transfer.await(SILENCE)) {
      case HERE -> file(question, transfer.whole(), listed.modified(), false);
      case WAITING, ARRIVING -> arriving(question, listed, transfer);
      case FAILED -> failed(question, transfer);
    };
  }

  private GatewayAnswer failed(GatewayQuestion question, Transfer transfer) {
    OriginRefusal refusal = transfer.refusal().orElseThrow(() -> problem(question, transfer));
    return new GatewayAnswer.Passed(
        refusal.status(), refusal.headers(), new ByteArrayInputStream(refusal.body()));
  }

  /** Where the origin has another file than its index says, the index is not believed again. */
  private EdosException problem(GatewayQuestion question, Transfer transfer) {
    try {
      transfer.whole();
      return EdosException.external("the file came after all; ask again");
    } catch (EdosException e) {
      if (e.category() != EdosException.Category.REFUSED) {
        return e;
      }
      parts.following().disproved(question.address());
      return EdosException.external(String.valueOf(e.getMessage()), e);
    }
  }

  private GatewayAnswer arriving(
      GatewayQuestion question, Meaning.Listed listed, Transfer transfer) {
    KnownFile file = listed.file();
    AtomicBoolean counted = new AtomicBoolean();
    return new GatewayAnswer.File(
        file.sha256(),
        file.size(),
        dated(file.sha256(), listed.modified()),
        false,
        offset -> {
          InputStream bytes = new ArrivingRead(transfer, offset, () -> broke(question, transfer));
          if (counted.compareAndSet(false, true)) {
            parts.benefit().awaited(file, question.name());
          }
          return bytes;
        });
  }

  private void broke(GatewayQuestion question, Transfer transfer) {
    broken.broke(transfer.file().sha256());
    if (transfer.await(Duration.ZERO) == Transfer.State.FAILED && transfer.refusal().isEmpty()) {
      problem(question, transfer);
    }
  }

  private Optional<Instant> dated(Sha256 id, Optional<Instant> modified) {
    return broken.isBroken(id) ? Optional.empty() : modified;
  }

  private GatewayAnswer file(
      GatewayQuestion question, Content content, Optional<Instant> modified, boolean root) {
    AtomicBoolean counted = new AtomicBoolean();
    return new GatewayAnswer.File(
        content.id(),
        content.size(),
        dated(content.id(), modified),
        root,
        offset -> {
          if (counted.compareAndSet(false, true)) {
            parts.benefit().given(new KnownFile(content.id(), content.size()), question.name());
          }
          return content.open(offset);
        });
  }

  /** What is here of a large file on its way, for other daemons; empty where nothing is shared. */
  public Optional<PartialContent> arriving(Sha256 id) {
    return parts.relaying().available(id);
  }

  /** Bytes given so far, by where they came from; every {@link Via} is named. */
  public Map<Via, Long> bytesGiven() {
    return parts.benefit().bytes();
  }

  /** Files given so far. */
  public long filesGiven() {
    return parts.benefit().files();
  }

  /** What was given over time, by where its bytes came from. */
  public GatewayHistory history() {
    return parts.benefit().history();
  }

  /** The contents that the gateway fetched and holds, in no order. */
  public List<Sha256> kept() {
    return parts.kept().ids();
  }

  /** What the gateway has spared its origins, and whom it knows. */
  public GatewayStatus status() {
    List<GatewayStatus.Repository> repositories =
        parts.following().repositories().stream()
            .map(head ->
                new GatewayStatus.Repository(
                    head.folder(), head.format(), head.made(), !head.signers().isEmpty()))
            .toList();
    List<GatewayStatus.Neighbour> neighbours =
        parts.holders().acquaintance().near().entrySet().stream()
            .map(known -> new GatewayStatus.Neighbour(known.getKey(), known.getValue()))
            .toList();
    return parts.benefit().status(repositories, neighbours, parts.kept());
  }

  private GatewayAnswer passed(GatewayQuestion question, long deadline) {
    UpstreamAnswer answer =
        asked(
            new UpstreamRequest(
                question.method(), question.address().uri(), question.headers(), PATIENCE),
            deadline);
    return new GatewayAnswer.Passed(answer.status(), answer.headers(), answer.body());
  }

  /** Asks again, soon, where an origin is in trouble: apt does not. */
  private UpstreamAnswer asked(UpstreamRequest request, long deadline) {
    UpstreamAnswer answer = parts.upstream().ask(request.within(left(deadline)));
    for (int again = 1;
        again <= MOST_REPEATS
            && TROUBLE.contains(answer.status())
            && left(deadline).compareTo(LEAST) > 0;
        again++) {
      try {
        Thread.sleep(FIRST_PAUSE.multipliedBy(again));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answer;
      }
      answer.close();
      answer = parts.upstream().ask(request.within(left(deadline)));
    }
    return answer;
  }

  private static Duration left(long deadline) {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    parts.relaying().close();
    parts.following().close();
    parts.benefit().close();
  }
}
