package org.edos.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Packages by a real rpmbuild that need, exclude and replace each other in every way that rpm
 * knows: a seeded random mesh in which a good part cannot be installed. Used by one thread.
 */
public final class MeshedRpms {
  private static final int CAPABILITIES = 40;
  private static final int NEAR = 60;

  private final int names;
  private final Random random;

  private MeshedRpms(int names, Random random) {
    this.names = names;
    this.random = random;
  }

  /**
   * Builds packages {@code mesh-0}, {@code mesh-1} ...: most for x86_64 or noarch, some in a second
   * version, and some also for i686.
   *
   * @param folder an empty one, or one to be made
   * @param names how many
   * @return the folder that holds them, and nothing else
   */
  public static Path build(Path folder, int names, Random random) throws IOException {
    MeshedRpms mesh = new MeshedRpms(names, random);
    Path out = Files.createDirectories(folder.resolve("out"));
    StringBuilder one = head("1.0", names);
    StringBuilder two = head("2.0", names);
    StringBuilder other = head("1.0", names);
    for (int i = 0; i < names; i++) {
      List<String> relations = mesh.relations(i);
      boolean everywhere = random.nextInt(3) == 0;
      one.append(mesh.part(i, relations, everywhere));
      if (random.nextInt(6) == 0) {
        two.append(mesh.part(i, mesh.relations(i), everywhere));
      }
      if (!everywhere && random.nextInt(8) == 0) {
        other.append(mesh.part(i, relations, false));
      }
    }
    rpmbuild(folder, out, "one", "x86_64", one);
    rpmbuild(folder, out, "two", "x86_64", two);
    rpmbuild(folder, out, "other", "i686", other);
    return out;
  }

  private static StringBuilder head(String version, int names) {
    return new StringBuilder(
        """
        Name: mesh
        Version: %s
        Release: 1
        Summary: Made for a test
        License: ISC
        AutoReqProv: no
        %%description
        Made for a test.
        %%install
        mkdir -p %%{buildroot}/usr/share/mesh
        cd %%{buildroot}/usr/share/mesh
        for i in $(seq 0 %d); do echo > mesh-$i; done
        """
            .formatted(version, names - 1));
  }

  private String part(int i, List<String> relations, boolean everywhere) {
    return """
    %%package -n mesh-%1$d
    Summary: Made for a test
    %2$s%3$s
    %%description -n mesh-%1$d
    Made for a test.
    %%files -n mesh-%1$d
    /usr/share/mesh/mesh-%1$d
    """
        .formatted(i, everywhere ? "BuildArch: noarch\n" : "", String.join("\n", relations));
  }

  private List<String> relations(int i) {
    List<String> lines = new ArrayList<>();
    lines.add("Provides: capability-" + i % CAPABILITIES + (likely(50) ? version(" = ") : ""));
    for (int n = random.nextInt(3); n > 0; n--) {
      lines.add("Requires: " + wanted(i));
    }
    if (likely(2)) {
      lines.add("Requires: nowhere-" + i);
    }
    if (likely(25)) {
      lines.add("Requires: " + formula(i));
    }
    if (likely(10)) {
      lines.add("Conflicts: " + (likely(50) ? name(i) : name(i) + version(" < ")));
    }
    if (likely(8)) {
      lines.add("Conflicts: " + unwanted(i));
    }
    if (likely(5)) {
      lines.add("Obsoletes: " + name(i) + (likely(50) ? version(" <= ") : ""));
    }
    if (likely(10)) {
      lines.add("Recommends: " + name(i));
    }
    return lines;
  }

  /** One capability, as a package, a virtual one or a file. */
  private String wanted(int i) {
    return switch (random.nextInt(8)) {
      case 0 -> "/usr/share/mesh/" + name(i);
      case 1 -> "capability-" + random.nextInt(CAPABILITIES);
      case 2 -> "capability-" + random.nextInt(CAPABILITIES) + version(" >= ");
      case 3 -> name(i) + version(" >= ");
      case 4 -> name(i) + version(" = ");
      default -> name(i);
    };
  }

  private String formula(int i) {
    String form =
        switch (random.nextInt(9)) {
          case 0 -> "(%s or %s)";
          case 1 -> "(%s and %s)";
          case 2 -> "(%s if %s)";
          case 3 -> "(%s if %s else %s)";
          case 4 -> "((%s and %s) or %s)";
          case 5 -> "(%s if (%s or %s))";
          case 6 -> "(%s or nowhere or (%s and %s))";
          case 7 -> "(capability-" + random.nextInt(CAPABILITIES) + " without %s)";
          default -> {
            int wanted = target(i);
            yield "(mesh-" + wanted + " with capability-" + wanted % CAPABILITIES + ")";
          }
        };
    return form.formatted(wanted(i), wanted(i), wanted(i));
  }

  private String unwanted(int i) {
    String form =
        switch (random.nextInt(4)) {
          case 0 -> "(%s and %s)";
          case 1 -> "(%s unless %s)";
          case 2 -> "(%s or %s)";
          default -> "(capability-" + random.nextInt(CAPABILITIES) + " without %s)";
        };
    return form.formatted(name(i), name(i));
  }

  private String version(String operator) {
    return operator + List.of("1.0", "1.0-1", "2.0", "1.5", "2.0-1").get(random.nextInt(5));
  }

  private String name(int i) {
    return "mesh-" + target(i);
  }

  /**
   * Mostly one a little before, so that what cannot be installed does not take everything along.
   */
  private int target(int i) {
    return i == 0 || likely(8)
        ? random.nextInt(names)
        : Math.max(0, i - 1 - random.nextInt(Math.min(i, NEAR)));
  }

  private boolean likely(int percent) {
    return random.nextInt(100) < percent;
  }

  private static void rpmbuild(
      Path folder, Path out, String name, String target, StringBuilder spec) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".spec"), spec);
    Programs.run(
        folder,
        "rpmbuild",
        "--quiet",
        "-bb",
        "--target",
        target,
        "--define",
        "_topdir " + folder.resolve("top-" + name),
        "--define",
        "_rpmdir " + out,
        "--define",
        "_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm",
        "--define",
        "_binary_payload w1.gzdio",
        "--define",
        "__os_install_post %{nil}",
        "--define",
        "_unpackaged_files_terminate_build 0",
        file.toString());
  }
}
