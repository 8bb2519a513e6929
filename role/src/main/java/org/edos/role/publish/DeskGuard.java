package org.edos.role.publish;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.SignedReport;
import org.edos.core.swarm.SignedWishes;
import org.edos.physical.trust.SignatureCheck;

/**
 * Lets only that to the desk of a flash crowd which its peer signed: wish lists, and reports that
 * are newer than the peer's last one. Safe for use by many threads.
 */
public final class DeskGuard {
  private record Reporter(ReleaseId release, PeerId peer) {}

  private final FlashCrowds crowds;
  private final SignatureCheck check;
  private final Map<Reporter, Long> counters = new ConcurrentHashMap<>();

  /** Guards the desk of these flash crowds. */
  public DeskGuard(FlashCrowds crowds, SignatureCheck check) {
    this.crowds = crowds;
    this.check = check;
  }

  /**
   * Takes a wish list in; see {@link FlashCrowds#submit}.
   *
   * @throws EdosException refused if the peer did not sign it, besides
   */
  public void submit(SignedWishes signed) {
    signed(
        signed.key(),
        signed.wishes().peer(),
        SignedWishes.message(signed.wishes()),
        signed.signature());
    crowds.submit(signed.wishes());
  }

  /**
   * Notes how far a peer has come; see {@link FlashCrowds#report}. One that came already changes
   * nothing.
   *
   * @return when it is to report again
   * @throws EdosException refused if the peer did not sign it for this release's composition, or
   *     has sent a newer one, besides
   */
  public ReportReceipt report(ReleaseId release, SignedReport signed) {
    PeerId peer = signed.report().peer();
    byte[] message =
        SignedReport.message(release, signed.composition(), signed.counter(), signed.report());
    signed(signed.key(), peer, message, signed.signature());
    if (!crowds.composition(release).equals(signed.composition())) {
      throw EdosException.refused("the report is for another composition of " + release);
    }
    Reporter reporter = new Reporter(release, peer);
    long last = counters.getOrDefault(reporter, Long.MIN_VALUE);
    if (signed.counter() < last) {
      throw EdosException.refused(
          "peer " + peer + " has sent a newer report for " + release + " already");
    }
    if (signed.counter() == last) {
      return crowds.receipt(release);
    }
    ReportReceipt receipt = crowds.report(release, signed.report());
    counters.merge(reporter, signed.counter(), Math::max);
    return receipt;
  }

  private void signed(String key, PeerId peer, byte[] message, String signature) {
    boolean owner = key.matches("[0-9a-f]{64}") && PeerId.ofKey(key).equals(peer);
    if (!owner || !check.verify(key, message, signature)) {
      throw EdosException.refused(
          "peer " + peer + " did not sign this: a peer speaks for itself alone, with its own key");
    }
  }
}
