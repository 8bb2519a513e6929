package org.edos.physical.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalTime;
import org.edos.core.EdosException;
import org.edos.core.swarm.SwarmStatus;
import org.edos.physical.torrent.SharingPolicy.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharingPolicyTest {
  private static SharingPolicy policy(String schedule, boolean leech, String ratio, Duration time) {
    return SharingPolicy.of(1_000_000, 5_000_000, schedule, leech, ratio, time);
  }

  private static SwarmStatus sent(long bytes) {
    return new SwarmStatus(
        "0".repeat(40), SwarmStatus.State.SEEDING, 1_000, 1_000, 1_000, bytes, 0, 0, 0, 0, "");
  }

  @ParameterizedTest
  @CsvSource({
    "07:59, 50",
    "08:00, 200000",
    "17:59:59, 200000",
    "18:00, 50",
    "21:59, 50",
    "22:00, 0",
    "00:00, 0",
    "05:59, 0",
    "06:00, 50"
  })
  void aScheduleLimitsByTheTimeOfTheDay(LocalTime now, long expected) {
    var schedule = UploadSchedule.parse("08:00-18:00=200KB/s, 22:00-06:00=0, else 50");

    assertThat(schedule.at(now)).hasValue(expected);
  }

  @Test
  void theFirstPartThatFitsHoldsAndAnEqualBeginningAndEndIsTheWholeDay() {
    var schedule = UploadSchedule.parse("12:00-13:00=1M, 00:00-00:00=2k");

    assertThat(schedule.at(LocalTime.of(12, 30))).hasValue(1_000_000);
    assertThat(schedule.at(LocalTime.of(13, 0))).hasValue(2_000);
  }

  @Test
  void outsideOfAScheduleTheOrdinaryLimitHolds() {
    var policy = policy("08:00-18:00=200KB/s", false, "0", Duration.ZERO);

    assertThat(policy.limitsAt(LocalTime.NOON)).isEqualTo(new Limits(200_000, 5_000_000));
    assertThat(policy.limitsAt(LocalTime.MIDNIGHT)).isEqualTo(new Limits(1_000_000, 5_000_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "always",
        "08:00-18:00",
        "08:00-25:00=1",
        "8-18=1",
        "08:00-18:00=-1",
        "08:00-18:00=1XB",
        "else 0, 08:00-18:00=1",
        "08:00-18:00=1,,",
        ","
      })
  void whatIsNoScheduleIsRefused(String text) {
    assertThatThrownBy(() -> UploadSchedule.parse(text))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("is written");
  }

  @Test
  void aLeechSendsLittleAndStopsWhenItHasEverything() {
    var leech = policy("", true, "0", Duration.ZERO);

    assertThat(leech.limitsAt(LocalTime.NOON).upload()).isEqualTo(16_000);
    assertThat(leech.isEnough(sent(0), Duration.ZERO)).isTrue();
    assertThat(
            SharingPolicy.of(500, 0, "", true, "0", Duration.ZERO)
                .limitsAt(LocalTime.NOON)
                .upload())
        .isEqualTo(500);
  }

  @Test
  void aTorrentIsSharedUntilTheRatioOrTheTimeIsReached() {
    var byRatio = policy("", false, "1.5", Duration.ZERO);
    var byTime = policy("", false, "0", Duration.ofHours(2));
    var forEver = policy("", false, "0", Duration.ZERO);

    assertThat(byRatio.isEnough(sent(1_499), Duration.ofDays(9))).isFalse();
    assertThat(byRatio.isEnough(sent(1_500), Duration.ZERO)).isTrue();
    assertThat(byTime.isEnough(sent(9_000), Duration.ofMinutes(119))).isFalse();
    assertThat(byTime.isEnough(sent(0), Duration.ofMinutes(120))).isTrue();
    assertThat(forEver.isEnough(sent(1 << 30), Duration.ofDays(999))).isFalse();
  }

  @Test
  void whatIsNoRatioIsRefused() {
    assertThatThrownBy(() -> policy("", false, "-1", Duration.ZERO))
        .isInstanceOf(EdosException.class);
    assertThatThrownBy(() -> SharingPolicy.limited(-1, 0)).isInstanceOf(EdosException.class);
  }

  @Test
  void aScheduleIsWrittenAsItIsRead() {
    var text = "08:00-18:00=200KB/s, 22:00-06:00=0, 18:00-22:00=1234, else 1MB/s";

    assertThat(UploadSchedule.parse(text)).hasToString(text);
    assertThat(UploadSchedule.parse("")).hasToString("");
  }
}
