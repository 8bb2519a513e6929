package org.edos.core.rpm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RpmVersionTest {
  @Test
  void versions_stand_in_the_order_that_rpm_documents() {
    List<String> ascending =
        List.of(
            "1.0~rc1",
            "1.0~rc2",
            "1.0",
            "1.0^git1",
            "1.0.1",
            "1.9",
            "1.10",
            "2a",
            "2.0",
            "1:0.1",
            "1:0.1-1",
            "2:0");
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        assertThat(RpmVersion.compare(ascending.get(i), ascending.get(j)))
            .as("%s against %s", ascending.get(i), ascending.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void an_epoch_of_zero_is_not_written() {
    assertThat(RpmVersion.parse("0:1.2-3")).hasToString("1.2-3");
    assertThat(RpmVersion.parse("1:1.2-3")).hasToString("1:1.2-3");
    assertThat(RpmVersion.parse("1.2")).hasToString("1.2");
  }

  @Test
  void random_versions_compare_as_rpm_itself_compares_them() throws Exception {
    assumeTrue(installed("rpm"), "needs the program rpm: install Debian's package rpm");
    long seed = 20260102;
    Random random = new Random(seed);
    for (int batch = 0; batch < 4; batch++) {
      List<String> pairs = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        String a = version(random);
        pairs.add(a);
        pairs.add(random.nextInt(3) == 0 ? version(random) : changed(a, random));
      }
      List<Integer> expected = rpmCompares(pairs);
      assertThat(expected).hasSize(pairs.size() / 2);
      for (int i = 0; i < expected.size(); i++) {
        String a = pairs.get(2 * i);
        String b = pairs.get(2 * i + 1);
        assertThat(RpmVersion.compare(a, b))
            .as("'%s' against '%s', seed %d", a, b, seed)
            .isEqualTo(expected.get(i));
      }
    }
  }

  private static String version(Random random) {
    String upstream = part(random);
    return (random.nextInt(3) == 0 ? random.nextInt(3) + ":" : "")
        + upstream
        + (random.nextBoolean() ? "-" + part(random) : "");
  }

  private static String part(Random random) {
    String[] pieces = {
      "0", "1", "9", "10", "010", "a", "rc", "Z", ".", "_", "+", "~", "^", "~~", "20240101"
    };
    StringBuilder part = new StringBuilder(random.nextBoolean() ? "1" : "a");
    for (int i = random.nextInt(6); i > 0; i--) {
      part.append(pieces[random.nextInt(pieces.length)]);
    }
    return part.toString();
  }

  private static String changed(String version, Random random) {
    String characters = "01.a~^+";
    char c = characters.charAt(random.nextInt(characters.length()));
    return random.nextBoolean() ? version + c : version.substring(0, version.length() - 1) + c;
  }

  private static List<Integer> rpmCompares(List<String> pairs)
      throws IOException, InterruptedException {
    StringBuilder lua = new StringBuilder("%{lua: local t = {");
    pairs.forEach(version -> lua.append('"').append(version).append("\","));
    lua.append("} for i = 1, #t, 2 do print(rpm.vercmp(t[i], t[i+1])) end}");
    Process rpm =
        new ProcessBuilder("rpm", "--eval", lua.toString()).redirectErrorStream(true).start();
    String printed = new String(rpm.getInputStream().readAllBytes(), UTF_8);
    assertThat(rpm.waitFor()).as(printed).isZero();
    return printed
        .replaceAll("(-?[01])", " $1 ")
        .trim()
        .lines()
        .flatMap(line -> List.of(line.trim().split(" +")).stream())
        .map(Integer::valueOf)
        .toList();
  }

  static boolean installed(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
