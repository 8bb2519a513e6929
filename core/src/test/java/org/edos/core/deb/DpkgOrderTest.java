package org.edos.core.deb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.edos.core.VersionPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of versions beside dpkg's own, on 100,000 pairs. */
final class DpkgOrderTest {
  private static final long SEED = 20261122;
  private static final int PAIRS = 50_000;
  private static final int SAMPLE = 300;
  private static final String BY_PERL =
      "use Dpkg::Version; while (<STDIN>) { chomp; my ($a, $b) = split / /;"
          + " print version_compare($a, $b), \"\\n\" }";
  private static final String BY_DPKG =
      "while read -r a r b; do dpkg --compare-versions \"$a\" $r \"$b\" || echo \"$a $r $b\"; done";

  @Test
  void real_versions_of_the_archive_stand_in_the_order_of_dpkg(@TempDir Path folder)
      throws Exception {
    InstalledProgram.require("apt-cache");
    agree(folder, VersionPair.real(PAIRS, new Random(SEED)));
  }

  @Test
  void random_versions_stand_in_the_order_of_dpkg(@TempDir Path folder) throws Exception {
    agree(folder, VersionPair.random(PAIRS, List.of("-0", "-a", "A"), new Random(SEED)));
  }

  /** All are compared by dpkg's Perl modules, in one process; some by the program itself. */
  private static void agree(Path folder, List<VersionPair> pairs) throws Exception {
    InstalledProgram.require("dpkg-source");
    Path input = Files.writeString(folder.resolve("pairs"), VersionPair.lines(pairs), UTF_8);
    List<Integer> expected =
        InstalledProgram.run(folder, input, Map.of("LC_ALL", "C"), "perl", "-e", BY_PERL)
            .lines()
            .map(Integer::valueOf)
            .toList();
    assertThat(expected).hasSameSizeAs(pairs);
    List<String> wrong = new ArrayList<>();
    StringBuilder sample = new StringBuilder();
    for (int i = 0; i < pairs.size(); i++) {
      VersionPair pair = pairs.get(i);
      int order = Integer.signum(DebVersion.compare(pair.left(), pair.right()));
      int back = Integer.signum(DebVersion.compare(pair.right(), pair.left()));
      if (order != expected.get(i) || back != -order) {
        wrong.add(pair + " is " + order + " and back " + back);
      }
      if (i < SAMPLE) {
        String relation = order < 0 ? "lt" : order > 0 ? "gt" : "eq";
        sample.append(pair.left()).append(' ').append(relation).append(' ');
        sample.append(pair.right()).append('\n');
      }
    }
    assertThat(wrong).as("seed %d", SEED).isEmpty();
    Path few = Files.writeString(folder.resolve("sample"), sample, UTF_8);
    assertThat(InstalledProgram.run(folder, few, Map.of("LC_ALL", "C"), "sh", "-c", BY_DPKG))
        .as("pairs that the program orders otherwise, seed %d", SEED)
        .isEmpty();
  }
}
