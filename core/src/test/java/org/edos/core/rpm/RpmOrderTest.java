package org.edos.core.rpm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.edos.core.VersionPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of versions beside rpm's own, on 100,000 pairs. */
final class RpmOrderTest {
  private static final long SEED = 20261122;
  private static final int PAIRS = 50_000;
  private static final String BY_RPM =
      "%%{lua: local out = io.open('%2$s', 'w'); for line in io.lines('%1$s') do"
          + " local a, b = line:match('^(%%S+) (%%S+)$');"
          + " out:write(rpm.vercmp(a, b), '\\n') end out:close()}";

  @Test
  void real_versions_of_the_archive_stand_in_the_order_of_rpm(@TempDir Path folder)
      throws Exception {
    assumeTrue(RpmVersionTest.installed("apt-cache"), "apt is where the versions come from");
    agree(folder, VersionPair.real(PAIRS, new Random(SEED)));
  }

  @Test
  void random_versions_stand_in_the_order_of_rpm(@TempDir Path folder) throws Exception {
    List<String> further = List.of("^", "^^", "_", "~^", "^~");
    agree(folder, VersionPair.random(PAIRS, further, new Random(SEED)));
  }

  private static void agree(Path folder, List<VersionPair> pairs) throws Exception {
    assumeTrue(RpmVersionTest.installed("rpm"), "needs the program rpm: install Debian's rpm");
    Path input = Files.writeString(folder.resolve("pairs"), VersionPair.lines(pairs), UTF_8);
    Path output = folder.resolve("orders");
    Process rpm =
        new ProcessBuilder("rpm", "--eval", BY_RPM.formatted(input, output))
            .redirectErrorStream(true)
            .start();
    String printed = new String(rpm.getInputStream().readAllBytes(), UTF_8);
    assertThat(rpm.waitFor()).as(printed).isZero();
    List<String> expected = Files.readAllLines(output);
    assertThat(expected).as(printed).hasSameSizeAs(pairs);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      VersionPair pair = pairs.get(i);
      int order = RpmVersion.compare(pair.left(), pair.right());
      int back = RpmVersion.compare(pair.right(), pair.left());
      if (order != Integer.parseInt(expected.get(i)) || back != -order) {
        wrong.add(pair + " is " + order + " and back " + back);
      }
    }
    assertThat(wrong).as("seed %d", SEED).isEmpty();
  }
}
