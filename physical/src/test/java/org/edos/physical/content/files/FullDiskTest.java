package org.edos.physical.content.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.edos.testkit.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store on a disk that is really full: a small tmpfs in a mount namespace that ends with the
 * child.
 */
class FullDiskTest {
  private static final String MOUNT = "mount -t tmpfs -o size=4m tmpfs \"$0\" && exec \"$@\"";

  @TempDir private Path disk;

  @Test
  void a_full_disk_is_exhausted_with_the_fix_and_harms_nothing() throws Exception {
    assumeTrue(
        canMount(), "this machine lets no test mount a tmpfs (needs unshare and user namespaces)");
    try (ChildJvm child =
        ChildJvm.of(FullDiskUser.class).by(inNamespace()).start(disk.toString())) {
      int exit = child.awaitEnd(Duration.ofSeconds(60));
      List<String> lines = child.lines();
      assertThat(child.errors()).noneMatch(line -> line.contains("Exception"));
      assertThat(exit).isZero();
      assertThat(lines.getFirst())
          .startsWith("EXHAUSTED the disk of the store " + disk.resolve("store") + " is full")
          .contains("free some space")
          .contains("store-quota");
      assertThat(lines.subList(1, lines.size()))
          .containsExactly(
              "counted rightly: true",
              "half written: 0",
              "disk: No space left on device",
              "after a restart on the full disk: true",
              "with room again: true");
    }
  }

  private String[] inNamespace() {
    return new String[] {
      "unshare", "--map-root-user", "--mount", "sh", "-c", MOUNT, disk.toString()
    };
  }

  private boolean canMount() throws IOException, InterruptedException {
    String[] command = {
      "unshare", "--map-root-user", "--mount", "sh", "-c", MOUNT, disk.toString(), "true"
    };
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no unshare here
    }
  }
}
