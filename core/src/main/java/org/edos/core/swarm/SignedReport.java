package org.edos.core.swarm;

import java.nio.charset.StandardCharsets;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.Sha256;

/**
 * A report with its peer's signature, so that nobody reports in another's name, and no report
 * counts a second time.
 *
 * @param report the report
 * @param composition hash of the composition of the release that it is for
 * @param counter grows from one of the peer's reports to the next
 * @param key the peer's Ed25519 public key, 64 hexadecimal digits
 * @param signature of {@link #message}, 128 hexadecimal digits
 */
public record SignedReport(
    CrowdReport report, Sha256 composition, long counter, String key, String signature) {
  /** What is signed: the release, its composition, the counter, and everything in the report. */
  public static byte[] message(
      ReleaseId release, Sha256 composition, long counter, CrowdReport report) {
    CrowdReport.Flow flow = report.flow();
    return "edos report\n%s\n%s\n%d\n%s\n%d %d %d %d %d %b %s\n%d %d %d %d\n"
        .formatted(
            release,
            composition.hex(),
            counter,
            report.peer(),
            report.wantedBytes(),
            report.receivedBytes(),
            report.uploadedBytes(),
            report.verifiedUnits(),
            report.failedUnits(),
            report.done(),
            report.arrivalMillis().map(String::valueOf).orElse("-"),
            flow.downloadRate(),
            flow.uploadRate(),
            flow.replicaBytes(),
            flow.wrongBytes())
        .getBytes(StandardCharsets.UTF_8);
  }
}
