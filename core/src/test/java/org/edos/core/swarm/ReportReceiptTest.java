package org.edos.core.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReportReceiptTest {
  @Test
  void aDeskHearsAsOftenFromACrowdOfAnySize() {
    assertThat(ReportReceipt.inCrowdOf(2).pause()).isEqualTo(Duration.ofMillis(400));
    assertThat(ReportReceipt.inCrowdOf(40).pause()).isEqualTo(Duration.ofSeconds(8));
    assertThat(ReportReceipt.inCrowdOf(200).pause()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void nobodyIsSilentForLong() {
    assertThat(ReportReceipt.inCrowdOf(100_000).pause()).isEqualTo(ReportReceipt.LONGEST);
  }

  @Test
  void aDeskThatAsksForAnythingElseIsNotBelieved() {
    assertThatThrownBy(() -> new ReportReceipt(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ReportReceipt(60_001))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
