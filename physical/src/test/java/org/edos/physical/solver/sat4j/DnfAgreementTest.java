package org.edos.physical.solver.sat4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.edos.core.dependency.Platform;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Semantics;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.dependency.Universe;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.rpm.RpmReader;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.testkit.DnfSolver;
import org.edos.testkit.MadeRpms;
import org.edos.testkit.MeshedRpms;
import org.edos.testkit.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rpms can be installed, beside what the solver of the real dnf says. */
class DnfAgreementTest {
  private static final long SEED = 20261124;
  private static final int NAMES = 300;
  private static final int ASKED = 200;

  @Test
  void of_two_hundred_random_packages_the_same_can_be_installed(@TempDir Path folder)
      throws Exception {
    assumeTrue(DnfSolver.present() && MadeRpms.present(), "needs dnf, createrepo_c and rpmbuild");
    Path repository = MeshedRpms.build(folder.resolve("mesh"), NAMES, new Random(SEED));
    for (Path rpm : TestData.rpms()) {
      Files.copy(rpm, repository.resolve(rpm.getFileName().toString()));
    }
    List<PackageMetadata> packages = packages(repository);
    Map<String, String> ours = uninstallable(packages);
    List<String> names = new ArrayList<>();
    packages.forEach(one -> names.add(name(one.id())));
    names.removeIf(name -> name.endsWith(".src"));
    Collections.shuffle(names, new Random(SEED));
    List<String> asked = names.subList(0, ASKED);
    Map<String, String> theirs = DnfSolver.problems(repository, folder.resolve("dnf"), asked);
    assertThat(theirs).hasSize(ASKED);
    List<String> differences =
        asked.stream()
            .filter(name -> theirs.getOrDefault(name, "").isEmpty() == ours.containsKey(name))
            .map(name -> name + ": dnf says '" + theirs.get(name) + "', we " + ours.get(name))
            .toList();
    assertThat(differences).as("seed %d", SEED).isEmpty();
    long broken = theirs.values().stream().filter(problem -> !problem.isEmpty()).count();
    assertThat(broken).as("broken ones of %d", ASKED).isBetween(ASKED / 10L, ASKED * 9L / 10);
  }

  private static List<PackageMetadata> packages(Path folder) throws IOException {
    List<PackageMetadata> packages = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".rpm")).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          packages.add(new RpmReader().read(file.toString(), in).metadata());
        }
      }
    }
    return packages;
  }

  private static Map<String, String> uninstallable(List<PackageMetadata> packages) {
    Semantics semantics = Semantics.of(PackageFormat.RPM);
    TreeSet<String> architectures = new TreeSet<>();
    packages.forEach(one -> architectures.add(one.id().architecture()));
    List<Platform> machines = semantics.platforms(architectures);
    assertThat(machines).extracting(Platform::architecture).containsExactly("x86_64");
    Rules rules = Rules.of(Universe.of(semantics, machines.getFirst(), packages));
    Map<String, String> broken = new TreeMap<>();
    for (Uninstallable one : new Sat4jSolver().uninstallable(rules)) {
      broken.put(name(one.id()), one.text());
    }
    return broken;
  }

  private static String name(PackageId id) {
    return id.name() + "-" + id.version() + "." + id.architecture();
  }
}
