package org.edos.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir private Path folder;

  @Test
  void everythingHasAStandardThatIsValid() {
    Settings settings = read();

    assertThat(settings.bytes(Setting.STORE_QUOTA)).isEqualTo(50_000_000_000L);
    assertThat(settings.bytes(Setting.UPLOAD_LIMIT)).isZero();
    assertThat(settings.bytes(Setting.GRID_MEMORY)).isEqualTo(128_000_000L);
    assertThat(settings.time(Setting.VALIDITY)).isEqualTo(Duration.ofDays(365));
    assertThat(settings.time(Setting.LINGER)).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.flag(Setting.REPLICATE_CONTENTS)).isTrue();
    assertThat(settings.optional(Setting.NAME)).isEmpty();
  }

  @Test
  void assignmentsPrevailOverTheFileAndTheFileOverTheStandard() throws IOException {
    file("window = \"5s\"\nlinger = \"1m\"\nstore-quota = 7000\nreplicate-contents = false\n");

    Settings settings = read("window=9s", "name=a=b");

    assertThat(settings.time(Setting.WINDOW)).isEqualTo(Duration.ofSeconds(9));
    assertThat(settings.time(Setting.LINGER)).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.bytes(Setting.STORE_QUOTA)).isEqualTo(7000);
    assertThat(settings.flag(Setting.REPLICATE_CONTENTS)).isFalse();
    assertThat(settings.text(Setting.NAME)).isEqualTo("a=b");
  }

  @Test
  void foldersAreWholePaths() {
    assertThat(read().folders(Setting.PUBLISH_FROM)).isEmpty();
    assertThat(read("publish-from=/srv/a, /srv/b").folders(Setting.PUBLISH_FROM))
        .containsExactly(Path.of("/srv/a"), Path.of("/srv/b"));
    assertThatThrownBy(() -> read("publish-from=packages").folders(Setting.PUBLISH_FROM))
        .isInstanceOfSatisfying(EdosException.class, SettingsTest::isUsage);
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    file("");

    assertThat(read().text(Setting.HOST)).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"colour = 1", "window = [1]", "[window]\nx = 1", "window = ", "\u0000"})
  void aFileThatSaysNothingSensibleIsAUsageError(String text) throws IOException {
    file(text);

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(EdosException.class, SettingsTest::isUsage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"colour=1", "window", "=1", ""})
  void anAssignmentThatSaysNothingSensibleIsAUsageError(String assignment) {
    assertThatThrownBy(() -> read(assignment))
        .isInstanceOfSatisfying(EdosException.class, SettingsTest::isUsage);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "12, 12",
    "500kB, 500000",
    "3 MB, 3000000",
    "20GB, 20000000000",
    "1T, 1000000000000"
  })
  void amountsAreDecimal(String text, long bytes) {
    assertThat(read("store-quota=" + text).bytes(Setting.STORE_QUOTA)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "-1", "1.5GB", "20GiB", "999999999999T", "9999999999999"})
  void otherAmountsAreUsageErrors(String text) {
    Settings settings = read("store-quota=" + text);

    assertThatThrownBy(() -> settings.bytes(Setting.STORE_QUOTA))
        .isInstanceOfSatisfying(EdosException.class, SettingsTest::isUsage)
        .hasMessageContaining("store-quota");
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "10m, PT10M",
    "12h, PT12H",
    "7d, PT168H",
    "999999999d, PT23999999976H"
  })
  void timesAreAnAmountAndAUnit(String text, Duration time) {
    assertThat(Settings.time(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1w", "9999999999d"})
  void otherTimesAreUsageErrors(String text) {
    Settings settings = read("window=" + text);

    assertThatThrownBy(() -> settings.time(Setting.WINDOW))
        .isInstanceOfSatisfying(EdosException.class, SettingsTest::isUsage)
        .hasMessageContaining("window");
  }

  private void file(String text) throws IOException {
    Files.writeString(folder.resolve("edos.toml"), text);
  }

  private Settings read(String... assignments) {
    return Settings.read(folder.resolve("edos.toml"), List.of(assignments));
  }

  private static void isUsage(EdosException problem) {
    assertThat(problem.category()).isEqualTo(EdosException.Category.USAGE);
  }
}
