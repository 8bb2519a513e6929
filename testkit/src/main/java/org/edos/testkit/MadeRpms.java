package org.edos.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up packages by a real rpmbuild, where real ones would be too few or too small. */
public final class MadeRpms {
  private MadeRpms() {}

  /** Whether this machine has what it takes. */
  public static boolean present() {
    return Programs.present("rpmbuild");
  }

  /**
   * Builds packages {@code PREFIX-0}, {@code PREFIX-1} ... which need nothing.
   *
   * @param folder an empty one, or one to be made
   * @param sizes of their payloads, which do not compress
   * @param random what the payloads are made of
   */
  public static List<Path> build(Path folder, String prefix, int[] sizes, Random random)
      throws IOException {
    Path payload = Files.createDirectories(folder.resolve("payload/usr/share"));
    StringBuilder spec = new StringBuilder(head(prefix));
    for (int i = 0; i < sizes.length; i++) {
      byte[] bytes = new byte[sizes[i]];
      random.nextBytes(bytes);
      Files.write(payload.resolve(prefix + "-" + i), bytes);
      spec.append(
          """
          %%package -n %1$s-%2$d
          Summary: Made for a test
          %%description -n %1$s-%2$d
          Made for a test.
          %%files -n %1$s-%2$d
          /usr/share/%1$s-%2$d
          """
              .formatted(prefix, i));
    }
    spec.append("%install\ncp -a ").append(folder.resolve("payload")).append("/. %{buildroot}/\n");
    Path file = Files.writeString(folder.resolve("made.spec"), spec);
    Programs.run(
        folder,
        "rpmbuild",
        "--quiet",
        "-bb",
        "--target",
        "noarch",
        "--define",
        "_topdir " + folder.resolve("top"),
        "--define",
        "_rpmdir " + folder.resolve("out"),
        "--define",
        "_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm",
        "--define",
        "_binary_payload w1.gzdio",
        "--define",
        "__os_install_post %{nil}",
        file.toString());
    return IntStream.range(0, sizes.length)
        .mapToObj(i -> folder.resolve("out/%s-%d-1.0-1.noarch.rpm".formatted(prefix, i)))
        .toList();
  }

  private static String head(String prefix) {
    return """
    Name: %s
    Version: 1.0
    Release: 1
    Summary: Made for a test
    License: ISC
    AutoReqProv: no
    %%description
    Made for a test.
    """
        .formatted(prefix);
  }
}
