package org.edos.physical.solver.sat4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.deb.ControlParagraph;
import org.edos.core.deb.ControlParagraphs;
import org.edos.core.deb.DebParagraphs;
import org.edos.core.dependency.Platform;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Semantics;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.dependency.Universe;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.solver.ExplanationCheck;
import org.edos.testkit.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution that this machine's apt is configured for, of which some packages were taken
 * away, so that many others cannot be installed: dose-debcheck finds the same ones.
 */
class DoseDebcheckTest {
  private static final String APT_HELPER = "/usr/lib/apt/apt-helper";
  private static final Pattern BROKEN =
      Pattern.compile("\n {2}package: (\\S+)\n {2}version: (\\S+)\n {2}architecture: (\\S+)\n");
  private static final int TAKEN_AWAY = 25;

  @TempDir private Path folder;

  @Test
  void finds_what_dose_finds_in_a_whole_distribution_and_explains_each() throws IOException {
    assumeTrue(
        Programs.present("dose-debcheck", "apt-get"), "needs dose-debcheck (dose-distcheck)");
    Optional<Path> listed = largestIndex();
    assumeTrue(listed.isPresent(), "needs apt's package lists (apt-get update)");
    Path file = folder.resolve("Packages");
    List<PackageMetadata> packages = withoutSome(listed.get(), file);
    String architecture =
        new String(Programs.run(folder, "dpkg", "--print-architecture"), UTF_8).strip();
    Universe universe =
        Universe.of(Semantics.of(PackageFormat.DEB), Platform.of(architecture), packages);
    List<Uninstallable> found = new Sat4jSolver().uninstallable(Rules.of(universe));
    assertThat(found).hasSizeGreaterThan(20);
    Set<String> ours = new TreeSet<>();
    found.forEach(one ->
        ours.add(one.id().name() + " " + one.id().version() + " " + one.id().architecture()));
    assertThat(ours).isEqualTo(dose(file, architecture));
    ExplanationCheck check = new ExplanationCheck(packages);
    found.stream().limit(40).forEach(check::check);
  }

  private Set<String> dose(Path file, String architecture) {
    String report =
        new String(
            Programs.run(
                folder,
                "sh",
                "-c",
                "dose-debcheck --failures --deb-native-arch="
                    + architecture
                    + " "
                    + file
                    + "; test $? -lt 64"),
            UTF_8);
    Set<String> broken = new TreeSet<>();
    Matcher matcher = BROKEN.matcher(report);
    while (matcher.find()) {
      broken.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3));
    }
    return broken;
  }

  private Optional<Path> largestIndex() {
    String names =
        new String(
            Programs.run(
                folder,
                "apt-get",
                "indextargets",
                "--format",
                "$(FILENAME)",
                "Created-By: Packages"),
            UTF_8);
    return names
        .lines()
        .map(Path::of)
        .filter(Files::isReadable)
        .max(Comparator.comparingLong(path -> path.toFile().length()));
  }

  private List<PackageMetadata> withoutSome(Path listed, Path file) throws IOException {
    Files.write(file, Programs.run(folder, APT_HELPER, "cat-file", listed.toString()));
    List<PackageMetadata> packages = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      ControlParagraphs paragraphs = new ControlParagraphs(in, "Packages");
      for (Optional<ControlParagraph> next = paragraphs.next();
          next.isPresent();
          next = paragraphs.next()) {
        packages.add(DebParagraphs.indexed(next.get(), "debian"));
      }
    }
    Random random = new Random(2007);
    Set<String> gone = new TreeSet<>();
    while (gone.size() < TAKEN_AWAY) {
      gone.add(packages.get(random.nextInt(packages.size())).id().name());
    }
    packages.removeIf(one -> gone.contains(one.id().name()));
    List<String> left = new ArrayList<>();
    for (String paragraph : Files.readString(file).split("\n\n")) {
      if (!gone.contains(paragraph.substring("Package: ".length(), paragraph.indexOf('\n')))) {
        left.add(paragraph);
      }
    }
    Files.writeString(file, String.join("\n\n", left) + "\n");
    return packages;
  }
}
