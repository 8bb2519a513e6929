package org.edos.core.deb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DebVersionTest {
  private static final long SEED = 20261121;

  @Test
  void sortsAsPolicySays() {
    List<String> ordered =
        List.of(
            "~~",
            "~~a",
            "~",
            "",
            "1.0~rc1",
            "1.0",
            "1.0-1~bpo12",
            "1.0-1",
            "1.0a",
            "1.0+b",
            "1.0.1",
            "1.10",
            "1:0");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(SEED));
    assertThat(shuffled.stream().sorted(DebVersion.ORDER)).containsExactlyElementsOf(ordered);
  }

  @ParameterizedTest
  @CsvSource({"1.0,1.0-0", "1.0,0:1.0", "1.01,1.1", "1.0-00,1.00", "a,a0"})
  void holdsTextsOfOneVersionForEqual(String left, String right) {
    assertThat(DebVersion.compare(left, right)).isZero();
  }

  @Test
  void comparesNumbersOfAnyLength() {
    String nines = "9".repeat(10_000);
    assertThat(DebVersion.compare("1." + nines, "1.1" + "0".repeat(10_000))).isNegative();
  }

  @Test
  void agreesWithDpkgOnTrickyPairs(@TempDir Path folder) throws Exception {
    InstalledProgram.require("dpkg");
    Random random = new Random(SEED);
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      String left = version(random);
      String right = random.nextInt(3) == 0 ? version(random) : neighbour(left, random);
      int order = DebVersion.compare(left, right);
      String relation = order < 0 ? "lt" : order > 0 ? "gt" : "eq";
      pairs.append(left).append(' ').append(relation).append(' ').append(right).append('\n');
    }
    Path input = Files.writeString(folder.resolve("pairs"), pairs);
    String script =
        "while read -r a r b; do dpkg --compare-versions \"$a\" $r \"$b\" || echo \"$a $r $b\";"
            + " done";
    assertThat(InstalledProgram.run(folder, input, Map.of(), "sh", "-c", script))
        .as("pairs that dpkg orders otherwise or warns of, seed %d", SEED)
        .isEmpty();
  }

  private static String version(Random random) {
    String epoch = random.nextInt(4) == 0 ? random.nextInt(3) + ":" : "";
    String revision = random.nextInt(2) == 0 ? "-" + part(random, "") : "";
    return epoch + random.nextInt(3) + part(random, revision.isEmpty() ? "" : "-") + revision;
  }

  private static String part(Random random, String alsoAllowed) {
    String alphabet = "0019aAzZ..~~++" + alsoAllowed;
    StringBuilder part = new StringBuilder();
    int length = 1 + random.nextInt(6);
    for (int i = 0; i < length; i++) {
      part.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return part.toString();
  }

  private static String neighbour(String version, Random random) {
    int at = version.indexOf(':') + 2 + random.nextInt(version.length() - version.indexOf(':') - 1);
    String inserted = List.of("0", "1", "~", "+", "a", ".", "").get(random.nextInt(7));
    int end = Math.min(version.length(), at + random.nextInt(2));
    String changed =
        at > version.length()
            ? version
            : version.substring(0, at) + inserted + version.substring(end);
    return changed.endsWith("-") ? changed + "1" : changed;
  }
}
