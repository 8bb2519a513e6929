package org.edos.role.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.edos.core.swarm.CrowdReport;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.ReportReceipt;
import org.junit.jupiter.api.Test;

final class DeskReportsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final DeskReports reports = new DeskReports();

  private static CrowdReport received(long bytes) {
    return new CrowdReport(new PeerId("0123456789abcdef"), 100, bytes, 0, 0, 0, false);
  }

  @Test
  void whatADeskDoesNotKnowIsDueAtOnce() {
    assertThat(reports.isDue(received(0), START)).isTrue();
  }

  @Test
  void aDeskIsToldNothingTwice() {
    reports.told(received(10), new ReportReceipt(0), START);
    assertThat(reports.isDue(received(10), START.plusSeconds(100))).isFalse();
    assertThat(reports.isDue(received(11), START)).isTrue();
  }

  @Test
  void aDeskThatAskedForPatienceIsToldNothingBefore() {
    reports.told(received(10), new ReportReceipt(5000), START);
    assertThat(reports.mayReport(START.plusMillis(4999))).isFalse();
    assertThat(reports.isDue(received(20), START.plusMillis(4999))).isFalse();
    assertThat(reports.isDue(received(20), START.plusMillis(5000))).isTrue();
  }
}
