package org.edos.bench.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.CrowdReport.Flow;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.Sha256;
import org.edos.physical.dissemination.PeerSignature;
import org.edos.physical.dissemination.http.HttpCrowdDesk;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.trust.ed25519.Ed25519Key;

/**
 * Peers of a flash crowd that hand in their wishes and report, as clients do, and move no bytes: so
 * that what their publisher spends is what its desk and its pages cost. Used by one thread.
 */
final class ReportingPeers implements AutoCloseable {
  private static final long EVERY_MILLIS = 500;
  private static final int STEPS = 600;

  private final URI crowd;
  private final PeerHttp http = new PeerHttp();
  private final List<Member> members = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
  private final Queue<EdosException> failures = new ConcurrentLinkedQueue<>();

  private record Member(
      URI crowd, PeerId id, HttpCrowdDesk desk, long wanted, AtomicInteger step) {}

  ReportingPeers(URI publisher, ReleaseId release) {
    this.crowd =
        publisher.resolve("/api/v1/flashcrowds/" + release.name() + "/" + release.version());
  }

  /** So many peers want half of it each, not the same half. */
  void join(int count, Composition composition, Sha256 digest, Random random) {
    int contents = composition.contents().size();
    for (int i = 0; i < count; i++) {
      Ed25519Key key = Ed25519Key.generate();
      PeerId id = PeerId.ofKey(key.publicKey());
      HttpCrowdDesk desk =
          new HttpCrowdDesk(
              http, new PeerSignature(key.publicKey(), key::sign), System::currentTimeMillis);
      BitSet wanted = new BitSet();
      for (int position = 0; position < contents; position++) {
        if (random.nextBoolean()) {
          wanted.set(position);
        }
      }
      desk.submit(crowd, new WishList(composition.id(), digest, id, wanted));
      members.add(new Member(crowd, id, desk, 50_000_000L, new AtomicInteger()));
    }
  }

  /** Begins to report, each twice a second unless the desk asks for patience. */
  void report() {
    long delay = 0;
    for (Member member : members) {
      timer.schedule(() -> go(member), delay, TimeUnit.MILLISECONDS);
      delay += EVERY_MILLIS / members.size();
    }
  }

  private void go(Member member) {
    long next = EVERY_MILLIS;
    try {
      next = Math.max(next, report(member).nextMillis());
    } catch (EdosException e) {
      failures.add(e);
    }
    if (!timer.isShutdown()) {
      timer.schedule(() -> go(member), next, TimeUnit.MILLISECONDS);
    }
  }

  private static ReportReceipt report(Member member) {
    long step = Math.min(STEPS - 1, member.step().incrementAndGet());
    long received = member.wanted() * step / STEPS;
    return member
        .desk()
        .report(
            member.crowd(),
            new CrowdReport(
                member.id(),
                member.wanted(),
                received,
                received / 2,
                (int) step / 10,
                0,
                false,
                Optional.empty(),
                new Flow(100_000 + step, 50_000 + step, 0, 0)));
  }

  /**
   * Does nothing if all reports were taken.
   *
   * @throws EdosException if one was not
   */
  void check() {
    for (EdosException first : failures) {
      throw first;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    http.close();
  }
}
