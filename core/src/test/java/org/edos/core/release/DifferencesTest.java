package org.edos.core.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void what_came_what_went_and_what_took_its_place_is_told() {
    assertThat(
            between(
                state("curl 1.0", "wget 1.0", "tree 1.0"), state("curl 1.1", "tree 1.0", "bash 5")))
        .containsExactly("ADDED  bash 5", "PATCH curl 1.0 curl 1.1", "REMOVED wget 1.0 ");
  }

  @Test
  void a_pair_that_is_no_patch_is_a_version() {
    assertThat(between(state("curl 1.0"), state("curl 2.0")))
        .containsExactly("VERSION curl 1.0 curl 2.0");
  }

  @Test
  void of_several_versions_the_newest_takes_the_place_of_the_newest() {
    assertThat(between(state("curl 1.9", "curl 1.10"), state("curl 1.11")))
        .containsExactly("PATCH curl 1.10 curl 1.11", "REMOVED curl 1.9 ");
  }

  @Test
  void a_package_of_the_same_version_with_other_bytes_is_a_change() {
    Composition.Entry one = entry("curl 1.0", "bytes");
    Composition.Entry other = entry("curl 1.0", "other bytes");
    assertThat(between(List.of(one), List.of(other))).containsExactly("PATCH curl 1.0 curl 1.0");
    assertThat(between(List.of(one), List.of(one))).isEmpty();
  }

  private static List<String> between(
      List<Composition.Entry> before, List<Composition.Entry> after) {
    return Differences.between(
            before,
            after,
            (one, other) -> one.unit().version().charAt(0) == other.unit().version().charAt(0),
            7,
            NOW)
        .stream()
        .map(change ->
            "%s %s %s"
                .formatted(
                    change.kind(),
                    change
                        .before()
                        .map(entry -> entry.unit().name() + " " + entry.unit().version())
                        .orElse(""),
                    change.after().map(unit -> unit.name() + " " + unit.version()).orElse("")))
        .toList();
  }

  private static List<Composition.Entry> state(String... packages) {
    return Arrays.stream(packages).map(text -> entry(text, text)).toList();
  }

  private static Composition.Entry entry(String text, String bytes) {
    String[] parts = text.split(" ");
    Sha256 hash = Sha256.of(bytes.getBytes(UTF_8));
    return new Composition.Entry(
        new RepositoryPath("pool/" + parts[0] + "_" + parts[1] + ".deb"),
        new PackageId(PackageFormat.DEB, "debian", parts[0], parts[1], "amd64"),
        hash,
        bytes.length(),
        hash);
  }
}
