package org.edos.role.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.release.Composition;
import org.edos.core.swarm.PeerId;
import org.edos.core.swarm.Wanted;
import org.edos.core.swarm.WishList;
import org.edos.core.unit.CollectionId;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.memory.MemoryContentStore;
import org.edos.physical.installed.memory.MemoryInstalled;
import org.edos.physical.solver.sat4j.Sat4jSolver;
import org.junit.jupiter.api.Test;

/** Which part of a release a machine wants, by what it has installed. */
class SelectionTest {
  private static final Wanted UPGRADE = new Wanted.Upgrade();

  private final MadeRelease debs = new MadeRelease(PackageFormat.DEB);
  private final MadeRelease rpms = new MadeRelease(PackageFormat.RPM);
  private final Map<MadeRelease, Composition> published = new HashMap<>();

  @Test
  void an_upgrade_is_the_newest_of_each_package_that_is_installed_in_an_older_version() {
    debs.with("old", "1:1.0-1").with("old", "1:1.1-1").with("same", "2.0-1").with("newer", "1");
    debs.with("absent", "9").with("kept", "2").with("pre", "1.0");
    assertThat(
            selected(
                debs,
                UPGRADE,
                deb("old", "1:0.9-5"),
                deb("same", "2.0-1"),
                deb("newer", "1.0.1"),
                new InstalledPackage("kept", "1", "amd64", List.of(), true),
                deb("pre", "1.0~rc1")))
        .containsExactlyInAnyOrder("old 1:1.1-1", "pre 1.0");
  }

  @Test
  void an_upgrade_stays_with_the_architecture_or_moves_between_it_and_none() {
    debs.with("lib", "2", "i386", List.of()).with("lib", "2", "amd64", List.of());
    debs.with("doc", "2", "all", List.of()).with("tool", "2", "arm64", List.of());
    debs.with("script", "2", "amd64", List.of()).with("script", "3", "i386", List.of());
    assertThat(
            selected(
                debs,
                UPGRADE,
                installed("lib", "1", "i386"),
                installed("doc", "1", "amd64"),
                installed("tool", "1", "amd64"),
                installed("script", "1", "all")))
        .containsExactlyInAnyOrder("lib 2", "doc 2", "script 2");
  }

  @Test
  void the_indexes_that_apt_needs_ride_along_each_in_its_smallest_form() {
    debs.withFiles(
        10,
        "dists/a/InRelease",
        "dists/a/Release",
        "dists/a/main/binary-amd64/Packages.xz",
        "dists/a/main/binary-amd64/Release",
        "dists/a/main/binary-arm64/Packages.xz",
        "dists/a/main/i18n/Translation-en.xz",
        "dists/a/main/i18n/Translation-de.xz",
        "dists/a/main/source/Sources.xz",
        "dists/a/main/source/Release",
        "dists/a/main/debian-installer/binary-amd64/Packages.xz",
        "dists/a/Contents-amd64.gz");
    debs.withFiles(
        20,
        "dists/a/main/binary-amd64/Packages",
        "dists/a/main/binary-amd64/Packages.gz",
        "dists/a/main/i18n/Translation-en.gz");
    assertThat(selected(debs, UPGRADE, deb("any", "1")))
        .containsExactlyInAnyOrder(
            "dists/a/InRelease",
            "dists/a/Release",
            "dists/a/main/binary-amd64/Packages.xz",
            "dists/a/main/i18n/Translation-en.xz");
  }

  @Test
  void the_indexes_that_dnf_needs_ride_along() {
    rpms.withFiles(
        10,
        "repodata/repomd.xml",
        "repodata/repomd.xml.asc",
        "repodata/0a-primary.xml.gz",
        "repodata/0a-filelists.xml.zst",
        "repodata/0a-other.xml.gz",
        "repodata/0a-primary.sqlite.bz2",
        "images/boot.iso");
    assertThat(selected(rpms, UPGRADE, rpm("any", "1-1")))
        .containsExactlyInAnyOrder(
            "repodata/repomd.xml",
            "repodata/repomd.xml.asc",
            "repodata/0a-primary.xml.gz",
            "repodata/0a-filelists.xml.zst");
  }

  @Test
  void needs_are_dependencies_that_what_is_installed_does_not_satisfy() {
    debs.with("app", "2", "libc (>= 2)", "libnew", "editor | vi", "mail-agent", "pager");
    debs.with("libc", "2.1").with("libnew", "1", "deeper (= 1)").with("deeper", "1");
    debs.with("deeper", "2")
        .with("editor", "1")
        .with("postfix", "1", "amd64", List.of("mail-agent"));
    debs.with("less", "1", "amd64", List.of("pager")).with("unrelated", "1");
    assertThat(
            selected(
                debs,
                needs("app"),
                deb("libc", "1.9"),
                deb("vi", "7"),
                new InstalledPackage(
                    "more", "1", "amd64", List.of(MadeRelease.capability("pager")), false)))
        .containsExactlyInAnyOrder("app 2", "libc 2.1", "libnew 1", "deeper 1", "postfix 1");
  }

  @Test
  void a_provided_capability_satisfies_a_version_only_where_it_has_one() {
    debs.with("app", "1", "api (>= 3)");
    debs.with("plain", "9", "amd64", List.of("api"));
    debs.with("old", "9", "amd64", List.of("api (= 2)"));
    debs.with("fit", "9", "amd64", List.of("api (= 3.1)"));
    assertThat(selected(debs, needs("app"))).containsExactlyInAnyOrder("app 1", "fit 9");
  }

  @Test
  void circles_end_and_what_was_chosen_satisfies_what_follows() {
    debs.with("a", "1", "b").with("b", "1", "a", "first | second").with("second", "1", "b");
    debs.with("first", "1", "second | third").with("third", "1");
    assertThat(selected(debs, needs("second", "a")))
        .containsExactlyInAnyOrder("a 1", "b 1", "second 1");
  }

  @Test
  void the_needs_of_an_upgrade_are_what_its_newer_versions_need_besides() {
    debs.with("tool", "2", "libtool2").with("libtool2", "1").with("other", "1");
    assertThat(selected(debs, new Wanted.Needs(List.of(), true), deb("tool", "1")))
        .containsExactlyInAnyOrder("tool 2", "libtool2 1");
    assertThat(selected(debs, needs("other"), deb("tool", "1"))).containsExactly("other 1");
    assertThat(selected(debs, new Wanted.Needs(List.of("other"), true), deb("tool", "1")))
        .containsExactlyInAnyOrder("tool 2", "libtool2 1", "other 1");
  }

  @Test
  void what_is_installed_as_new_as_in_the_release_is_not_needed() {
    debs.with("tool", "2", "lib").with("lib", "1");
    assertThat(selected(debs, needs("tool"), deb("tool", "2"))).isEmpty();
    assertThat(selected(debs, needs("tool"), deb("tool", "1"), deb("lib", "0")))
        .containsExactly("tool 2");
  }

  @Test
  void rpm_needs_are_capabilities_versions_without_a_release_and_files() {
    rpms.with(
        "app",
        "1-1",
        "libssl.so.3()(64bit)",
        "/bin/sh",
        "ssl-lib = 3.0",
        "rpmlib(PayloadIsZstd) <= 5.4.18");
    rpms.with("ssl-lib", "3.0-7", "i686", List.of("libssl.so.3"));
    rpms.with("ssl-lib", "3.0-7", "x86_64", List.of("libssl.so.3()(64bit)"));
    Selection.Selected selected = selection(rpms, needs("app"));
    assertThat(selected.unmet()).isEmpty();
    assertThat(MadeRelease.names(composition(rpms), selected))
        .containsExactlyInAnyOrder("app 1-1", "ssl-lib 3.0-7");
  }

  @Test
  void rich_needs_of_rpms_are_followed_to_what_they_speak_of() {
    rpms.with("app", "1-1", "(lib >= 1 with lib < 2)", "(editor or viewer)", "(/bin/sh and deep)");
    rpms.with("lib", "1.5-1").with("lib", "2.5-1").with("viewer", "1-1", "(extra if lib)");
    rpms.with("extra", "1-1").with("deep", "1-1");
    Selection.Selected selected = selection(rpms, needs("app"));
    assertThat(selected.proven()).isTrue();
    assertThat(MadeRelease.names(composition(rpms), selected))
        .containsExactlyInAnyOrder("app 1-1", "lib 1.5-1", "viewer 1-1", "extra 1-1", "deep 1-1");
  }

  @Test
  void what_cannot_be_is_refused_with_its_causes() {
    debs.with("app", "1", "lib").with("lib", "1", "gone (>= 3) | lost");
    assertThatThrownBy(() -> selection(debs, needs("app")))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT))
        .hasMessageContaining("the wish needs app")
        .hasMessageContaining("app 1 needs lib")
        .hasMessageContaining("lib 1 needs gone (>= 3) | lost, which nothing has");
  }

  @Test
  void a_package_is_meant_by_its_id_too() {
    debs.with("tool", "1").with("tool", "2");
    String id = "pkg:deb/debian/tool@1?arch=amd64";
    assertThat(selected(debs, needs(id))).containsExactly("tool 1");
  }

  @Test
  void a_package_that_the_release_has_not_is_an_error_that_names_it() {
    debs.with("app", "1");
    assertThatThrownBy(() -> selection(debs, needs("app", "ap")))
        .isInstanceOfSatisfying(
            EdosException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND))
        .hasMessageContaining("no package ap to be had");
  }

  @Test
  void a_collection_is_meant_by_id_or_name_and_brings_what_is_below_it() {
    debs.with("one", "1").with("two", "1").with("three", "1");
    debs.withCollection("made", new CollectionId("made/part", "1"), debs.id("three"));
    debs.withCollection("made/part", debs.id("one"), debs.id("two"));
    assertThat(selected(debs, new Wanted.Collected("made/part")))
        .containsExactlyInAnyOrder("one 1", "two 1");
    assertThat(selected(debs, new Wanted.Collected("edos:collection/made@1")))
        .containsExactlyInAnyOrder("one 1", "two 1", "three 1");
    assertThatThrownBy(() -> selected(debs, new Wanted.Collected("part")))
        .hasMessageContaining("it has made, made/part");
  }

  @Test
  void what_is_installed_as_it_is_and_what_the_store_has_is_not_lacking() {
    debs.with("stored", "1").with("installed", "1").with("other-version", "2").with("absent", "1");
    Composition composition = composition(debs);
    Selection.Selected whole =
        selection(debs, new Wanted.Whole(), deb("installed", "1"), deb("other-version", "1"));
    try (MemoryContentStore store = new MemoryContentStore(1000)) {
      Wishes.Delta delta =
          Wishes.delta(
              composition,
              Sha256.of(new byte[0]),
              new PeerId("0123456789abcdef"),
              WishList.Rates.UNKNOWN,
              store,
              whole);
      assertThat(delta.wanted()).isEqualTo(new Wishes.Amount(4, 400));
      assertThat(delta.stored()).isEqualTo(new Wishes.Amount(0, 0));
      assertThat(delta.installed()).isEqualTo(new Wishes.Amount(1, 100));
      assertThat(delta.missing()).isEqualTo(new Wishes.Amount(3, 300));
      assertThat(Wishes.contents(composition, delta.list())).hasSize(3);
    }
  }

  @Test
  void nothing_can_be_said_of_a_machine_whose_packages_are_unknown() {
    debs.with("one", "1");
    Composition composition = composition(debs);
    Selection unknown = new Selection(debs.index, Map.of(), new Sat4jSolver(), sha256 -> false);
    assertThatThrownBy(() -> unknown.of(composition, UPGRADE))
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("installed");
    assertThat(MadeRelease.names(composition, unknown.of(composition, new Wanted.Whole())))
        .containsExactly("one 1");
  }

  private static Wanted needs(String... names) {
    return new Wanted.Needs(List.of(names), false);
  }

  private static InstalledPackage deb(String name, String version) {
    return installed(name, version, "amd64");
  }

  private static InstalledPackage rpm(String name, String version) {
    return installed(name, version, "x86_64");
  }

  private static InstalledPackage installed(String name, String version, String architecture) {
    return new InstalledPackage(name, version, architecture, List.of(), false);
  }

  private Set<String> selected(MadeRelease release, Wanted wanted, InstalledPackage... installed) {
    return MadeRelease.names(composition(release), selection(release, wanted, installed));
  }

  private Composition composition(MadeRelease release) {
    return published.computeIfAbsent(release, MadeRelease::published);
  }

  private Selection.Selected selection(
      MadeRelease release, Wanted wanted, InstalledPackage... installed) {
    Composition composition = composition(release);
    String architecture = composition.format() == PackageFormat.DEB ? "amd64" : "x86_64";
    MemoryInstalled machine =
        new MemoryInstalled(
            composition.format(), architecture, Arrays.asList(installed), Set.of("/bin/sh"));
    return new Selection(
            release.index,
            Map.of(composition.format(), machine),
            new Sat4jSolver(),
            sha256 -> false)
        .of(composition, wanted);
  }
}
