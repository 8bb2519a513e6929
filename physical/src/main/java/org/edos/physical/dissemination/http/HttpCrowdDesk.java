package org.edos.physical.dissemination.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.edos.core.EdosException;
import org.edos.core.release.ReleaseId;
import org.edos.core.swarm.Assignment;
import org.edos.core.swarm.AssignmentXml;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.edos.core.swarm.SignedReport;
import org.edos.core.swarm.SignedWishes;
import org.edos.core.swarm.WishList;
import org.edos.core.swarm.WishListXml;
import org.edos.core.unit.Sha256;
import org.edos.physical.dissemination.CrowdDesk;
import org.edos.physical.dissemination.PeerSignature;
import org.edos.physical.peer.CallableAddress;
import org.edos.physical.peer.PeerAnswer;
import org.edos.physical.peer.PeerHttp;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.peer.PeerRequest;

/** The desk of a flash crowd at its publisher's daemon. Safe for use by many threads. */
public final class HttpCrowdDesk implements CrowdDesk {
  private static final long MAX_ANSWER = 256L << 20;
  private static final long MAX_RECEIPT = 1 << 10;
  private static final int NOT_YET = 202;

  /** Whose wish list it is: an Ed25519 public key. */
  public static final String KEY_HEADER = "Edos-Key";

  /** The signature of {@link SignedWishes#message}. */
  public static final String SIGNATURE_HEADER = "Edos-Signature";

  private static final int MOST_KNOWN = 1000;

  /** What the reports to a desk are for. */
  private record Subject(ReleaseId release, Sha256 composition) {
    static Subject of(Assignment assignment) {
      return new Subject(assignment.release(), assignment.composition());
    }
  }

  private final PeerHttp http;
  private final PeerSignature self;
  private final LongSupplier millis;
  private final AtomicLong counter = new AtomicLong();
  private final Map<URI, Subject> known = new ConcurrentHashMap<>();

  /**
   * Calls nobody yet.
   *
   * @param self signs what the desk is told
   * @param millis the time, which reports are numbered by: it grows from one process to the next
   */
  public HttpCrowdDesk(PeerHttp http, PeerSignature self, LongSupplier millis) {
    this.http = http;
    this.self = self;
    this.millis = millis;
  }

  @Override
  public void submit(URI crowd, WishList wishes) {
    http.call(
        PeerRequest.post(below(crowd, "/wishes"), "application/xml", WishListXml.write(wishes))
            .with(KEY_HEADER, self.publicKey())
            .with(SIGNATURE_HEADER, self.sign().apply(SignedWishes.message(wishes))),
        MAX_ANSWER);
  }

  @Override
  public Optional<Assignment> assignment(URI crowd, PeerId peer) {
    PeerAnswer answer =
        http.call(PeerRequest.get(below(crowd, "/assignments/" + peer)), MAX_ANSWER);
    if (answer.status() == NOT_YET) {
      return Optional.empty();
    }
    Assignment assignment = AssignmentXml.read(answer.body());
    if (known.size() < MOST_KNOWN || known.containsKey(crowd)) {
      known.put(crowd, Subject.of(assignment));
    }
    return Optional.of(assignment);
  }

  /** Which release and composition a report is for is what the desk said with the peer's part. */
  private Subject known(URI crowd, PeerId peer) {
    return Optional.ofNullable(known.get(crowd))
        .or(() -> assignment(crowd, peer).map(Subject::of))
        .orElseThrow(
            () -> EdosException.external("the flash crowd at " + crowd + " is not planned yet"));
  }

  @Override
  public byte[] torrent(URI crowd, int cluster) {
    return http.call(PeerRequest.get(below(crowd, "/clusters/" + cluster + ".torrent")), MAX_ANSWER)
        .body();
  }

  @Override
  public ReportReceipt report(URI crowd, CrowdReport report) {
    Subject part = known(crowd, report.peer());
    long number = counter.updateAndGet(last -> Math.max(last + 1, millis.getAsLong()));
    byte[] message = SignedReport.message(part.release(), part.composition(), number, report);
    SignedReport signed =
        new SignedReport(
            report, part.composition(), number, self.publicKey(), self.sign().apply(message));
    try {
      return PeerJson.read(
          http.call(PeerRequest.postJson(below(crowd, "/reports"), signed), MAX_RECEIPT).body(),
          ReportReceipt.class);
    } catch (EdosException e) {
      known.remove(crowd); // it may be another crowd by now
      throw e;
    }
  }

  private static URI below(URI crowd, String path) {
    String desk = CallableAddress.callable(crowd).toString();
    return URI.create((desk.endsWith("/") ? desk.substring(0, desk.length() - 1) : desk) + path);
  }
}
