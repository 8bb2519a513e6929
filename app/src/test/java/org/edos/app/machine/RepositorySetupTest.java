package org.edos.app.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UtilityId;
import org.junit.jupiter.api.Test;

class RepositorySetupTest {
  private static final String ADDRESS = "http://127.0.0.1:9977/repo/tools/";

  @Test
  void aFolderThatEdosIndexedIsTrustedByItsOwnKey() {
    Composition release =
        release(
            PackageFormat.DEB,
            "edos.asc",
            "dists/edos/InRelease",
            "dists/edos/main/binary-amd64/Packages.xz");

    assertThat(RepositorySetup.apt(release, ADDRESS))
        .contains(
            "curl -fsS '" + ADDRESS + "edos.asc' -o /etc/apt/keyrings/edos-tools.asc",
            "deb [signed-by=/etc/apt/keyrings/edos-tools.asc] " + ADDRESS + " edos main");
  }

  @Test
  void aDistributionHasALineForEachSuiteWithItsComponents() {
    Composition release =
        release(
            PackageFormat.DEB,
            "dists/trixie/InRelease",
            "dists/trixie/contrib/binary-amd64/Packages.gz",
            "dists/trixie/main/binary-amd64/Packages.gz",
            "dists/trixie/main/binary-amd64/Release",
            "dists/trixie/main/source/Release",
            "dists/stable/updates/Release.gpg",
            "dists/stable/updates/main/binary-all/Packages");

    assertThat(RepositorySetup.apt(release, ADDRESS))
        .filteredOn(line -> line.startsWith("deb "))
        .containsExactly(
            "deb " + ADDRESS + " stable/updates main", "deb " + ADDRESS + " trixie main contrib");
  }

  @Test
  void aTreeWithoutSuitesIsNamedByItsRoot() {
    assertThat(RepositorySetup.apt(release(PackageFormat.DEB, "Packages.gz", "Release"), ADDRESS))
        .contains("deb " + ADDRESS + " ./");
  }

  @Test
  void pathsThatAShellWouldObeyAreNoSuites() {
    Composition release =
        release(
            PackageFormat.DEB,
            "dists/$(reboot)/Release",
            "dists/$(reboot)/main/binary-amd64/Packages");

    assertThatThrownBy(() -> RepositorySetup.apt(release, ADDRESS))
        .isInstanceOf(EdosException.class);
  }

  @Test
  void dnfChecksTheSignatureOfIndexesThatEdosWrote() {
    assertThat(
            RepositorySetup.dnf(
                release(PackageFormat.RPM, "edos.asc", "repodata/repomd.xml"), ADDRESS))
        .contains(
            "[edos-tools]",
            "baseurl=" + ADDRESS,
            "repo_gpgcheck=1",
            "gpgkey=" + ADDRESS + "edos.asc");
  }

  @Test
  void dnfHasASectionForEachRepositoryOfATree() {
    Composition release =
        release(
            PackageFormat.RPM,
            "AppStream/x86_64/repodata/repomd.xml",
            "BaseOS/x86_64/repodata/repomd.xml");

    assertThat(RepositorySetup.dnf(release, ADDRESS))
        .contains(
            "[edos-tools-AppStream-x86_64]",
            "baseurl=" + ADDRESS + "AppStream/x86_64/",
            "[edos-tools-BaseOS-x86_64]",
            "gpgcheck=1");
  }

  private static Composition release(PackageFormat format, String... paths) {
    Sha256 hash = Sha256.of(new byte[0]);
    List<Composition.Entry> entries =
        Stream.of(paths)
            .sorted()
            .map(path ->
                new Composition.Entry(
                    new RepositoryPath(path), new UtilityId("u", "1"), hash, 0, hash))
            .toList();
    return new Composition(
        new ReleaseId("tools", "1"), 1, Instant.EPOCH, Instant.EPOCH, format, entries, List.of());
  }
}
