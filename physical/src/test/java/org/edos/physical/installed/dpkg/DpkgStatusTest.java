package org.edos.physical.installed.dpkg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.installed.InstalledPackages;
import org.edos.physical.installed.InstalledPackagesContract;
import org.junit.jupiter.api.Test;

/** Real packages that a real dpkg installed in a root of their own. */
class DpkgStatusTest extends InstalledPackagesContract {
  @Override
  protected PackageFormat format() {
    return PackageFormat.DEB;
  }

  @Override
  protected InstalledPackages machine(List<Path> packages) throws Exception {
    assumeTrue(isHere("dpkg"), "dpkg is not installed here");
    if (!packages.isEmpty()) {
      Files.createDirectories(folder.resolve("var/lib/dpkg/info"));
      Files.createDirectories(folder.resolve("var/lib/dpkg/updates"));
      Files.createFile(folder.resolve("var/lib/dpkg/status"));
      List<String> command =
          new ArrayList<>(
              List.of(
                  "dpkg",
                  "--root=" + folder,
                  "--log=" + folder.resolve("dpkg.log"),
                  "--force-not-root",
                  "--force-bad-path",
                  "--force-depends",
                  "--force-architecture",
                  "-i"));
      packages.forEach(file -> command.add(file.toString()));
      run(command);
    }
    return new DpkgStatus(folder);
  }

  @Test
  void only_what_is_wholly_installed_counts_and_what_is_held_is_marked() throws IOException {
    status(
        """
        Package: whole
        Status: install ok installed
        Architecture: amd64
        Version: 1:2.0-1
        Provides: virtual (= 3), other
        Conffiles:
         /etc/whole 0123456789abcdef0123456789abcdef
        Description: of several
         lines

        Package: kept
        Status: hold ok installed
        Architecture: all
        Version: 1

        Package: triggered
        Status: install ok triggers-pending
        Architecture: all
        Version: 1

        Package: removed
        Status: deinstall ok config-files
        Architecture: all
        Version: 1

        Package: halfway
        Status: install reinstreq half-installed
        Architecture: all
        Version: 1

        Package: never
        Status: purge ok not-installed
        Architecture: all
        """);
    List<InstalledPackage> list = new DpkgStatus(folder).list();
    assertThat(list)
        .extracting(InstalledPackage::name)
        .containsExactly("whole", "kept", "triggered");
    assertThat(list).extracting(InstalledPackage::held).containsExactly(false, true, false);
    assertThat(list.getFirst().provides())
        .map(Object::toString)
        .containsExactly("virtual = 3", "other");
  }

  @Test
  void a_damaged_file_is_refused_with_its_name() throws IOException {
    status("this is no status file\n");
    assertThatThrownBy(new DpkgStatus(folder)::list)
        .isInstanceOf(EdosException.class)
        .hasMessageContaining("var/lib/dpkg/status is malformed");
  }

  private void status(String text) throws IOException {
    Files.createDirectories(folder.resolve("var/lib/dpkg"));
    Files.writeString(folder.resolve("var/lib/dpkg/status"), text);
  }
}
