package org.edos.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.UnitId;
import org.edos.physical.peer.PeerJson;
import org.edos.testkit.DnfSolver;
import org.edos.testkit.MadeRpms;
import org.edos.testkit.MeshedRpms;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code edos check} of an rpm repository on a real publisher, beside the real dnf. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckIT {
  private static final long SEED = 20_261_130;
  private static final int NAMES = 300;
  private static final int ASKED = 200;

  @TempDir static Path folder;
  private EdosDaemon publisher;
  private Path repository;

  @BeforeAll
  void aMeshOfPackagesIsPublished() throws IOException {
    assumeTrue(DnfSolver.present() && MadeRpms.present(), "needs dnf, createrepo_c and rpmbuild");
    repository = MeshedRpms.build(folder.resolve("mesh"), NAMES, new Random(SEED));
    publisher = EdosDaemon.start(folder, "publisher", "publisher");
    publisher.edos("publish", repository.toString(), "--release", "mesh", "--version", "1").well();
  }

  @AfterAll
  void itEnds() {
    if (publisher != null) {
      publisher.close();
    }
  }

  @Test
  void theSamePackagesCannotBeInstalledAsDnfSays() throws IOException {
    List<String> asked = asked();
    Map<String, String> ours = broken("mesh@1");
    Map<String, String> theirs = DnfSolver.problems(repository, folder.resolve("dnf"), asked);
    assertThat(theirs.keySet()).containsExactlyInAnyOrderElementsOf(asked);
    Set<String> broken = new TreeSet<>();
    theirs.forEach((name, problem) -> {
      if (!problem.isEmpty()) {
        broken.add(name);
      }
    });
    Set<String> found = new TreeSet<>(ours.keySet());
    found.retainAll(asked);
    assertThat(found)
        .as(() -> "seed %d; we say %s; dnf says %s".formatted(SEED, ours, theirs))
        .isEqualTo(broken);
    System.out.printf(
        "of %d packages of a mesh of %d, dnf and edos check say of the same %d that they cannot be"
            + " installed%n",
        ASKED, NAMES, broken.size());
    assertThat(broken).hasSizeBetween(ASKED / 10, ASKED * 9 / 10);
  }

  @Test
  void whatIsDifferentBetweenTwoReleasesIsWhatTheirChecksSay() throws IOException {
    Path fewer = Files.createDirectory(folder.resolve("fewer"));
    int gone = 0;
    try (Stream<Path> rpms = Files.list(repository)) {
      for (Path rpm : rpms.filter(file -> file.toString().endsWith(".rpm")).toList()) {
        String file = rpm.getFileName().toString();
        if (file.startsWith("mesh-1-") || file.startsWith("mesh-2-")) {
          gone++;
        } else {
          Files.createLink(fewer.resolve(file), rpm);
        }
      }
    }
    publisher.edos("publish", fewer.toString(), "--release", "mesh", "--version", "2").well();
    JsonNode diff = publisher.asks("diff", "mesh@1", "mesh@2");
    assertThat(diff.path("counts").path("removed").asInt()).isEqualTo(gone);
    assertThat(diff.path("packages")).hasSize(gone);
    Set<String> before = broken("mesh@1").keySet();
    Set<String> after = broken("mesh@2").keySet();
    Set<String> broken = new TreeSet<>(after);
    broken.removeAll(before);
    assertThat(broken).isNotEmpty();
    assertThat(names(diff.path("broken"))).isEqualTo(broken);
    Set<String> mended = new TreeSet<>(before);
    mended.removeAll(after);
    mended.removeIf(name -> name.startsWith("mesh-1-") || name.startsWith("mesh-2-"));
    assertThat(names(diff.path("mended"))).isEqualTo(mended);
    assertThat(publisher.edos("diff", "mesh@1", "mesh@2").well().output())
        .contains("cannot be installed on x86_64 any more:")
        .contains("mesh@1 to mesh@2: 0 added, " + gone + " removed");
  }

  private static Set<String> names(JsonNode packages) {
    Set<String> names = new TreeSet<>();
    EdosDaemon.strings(packages, "id").forEach(id -> names.add(name(id)));
    return names;
  }

  /** What cannot be installed, each with the explanation. */
  private Map<String, String> broken(String release) {
    Ended ended = publisher.edos("check", release, "--limit", "100000", "--json");
    JsonNode checked =
        PeerJson.read(ended.output().getBytes(StandardCharsets.UTF_8), JsonNode.class);
    assertThat(checked.path("machines")).hasSize(1);
    Map<String, String> broken = new TreeMap<>();
    for (JsonNode one : checked.path("broken")) {
      broken.put(name(one.path("id").asString()), one.path("explanation").asString());
    }
    assertThat(ended.exitCode()).isEqualTo(broken.isEmpty() ? 0 : 1);
    return broken;
  }

  /** Random packages of what the publisher lists, as dnf names them. */
  private List<String> asked() {
    List<String> names = new ArrayList<>();
    for (String id : publisher.answers("kind:package")) {
      names.add(name(id));
    }
    Collections.sort(names);
    Collections.shuffle(names, new Random(SEED));
    return names.subList(0, ASKED);
  }

  private static String name(String id) {
    UnitId unit = UnitId.parse(id);
    if (unit instanceof PackageId known) {
      return known.name() + "-" + known.version() + "." + known.architecture();
    }
    throw new AssertionError(id + " is no package");
  }
}
