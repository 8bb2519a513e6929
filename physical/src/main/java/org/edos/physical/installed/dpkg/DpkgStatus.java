package org.edos.physical.installed.dpkg;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.edos.core.EdosException;
import org.edos.core.deb.ControlParagraph;
import org.edos.core.deb.ControlParagraphs;
import org.edos.core.deb.DebRelations;
import org.edos.core.metadata.InstalledPackage;
import org.edos.core.metadata.MultiArch;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.installed.InstalledPackages;
import org.edos.physical.installed.RootFiles;

/**
 * The status file of dpkg, which dpkg replaces whole by a rename, so that it is read at any time as
 * it was at one moment. It is read anew each time, one paragraph after another. Safe for use by
 * many threads.
 */
public final class DpkgStatus implements InstalledPackages {
  private static final long MOST_BYTES = 1L << 30;
  private static final int MOST_PACKAGES = 500_000;

  /** The states in which a package's files are there and it satisfies dependencies. */
  private static final Set<String> INSTALLED =
      Set.of("installed", "triggers-awaited", "triggers-pending");

  private static final Map<String, String> ARCHITECTURES =
      Map.of(
          "amd64", "amd64",
          "aarch64", "arm64",
          "x86", "i386",
          "i386", "i386",
          "arm", "armhf",
          "ppc64le", "ppc64el",
          "loongarch64", "loong64");

  private final Path root;
  private final Path status;

  /** The dpkg of the system below a root. */
  public DpkgStatus(Path root) {
    this.root = root;
    this.status = root.resolve("var/lib/dpkg/status");
  }

  @Override
  public PackageFormat format() {
    return PackageFormat.DEB;
  }

  @Override
  public String architecture() {
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return ARCHITECTURES.getOrDefault(machine, machine);
  }

  @Override
  public List<InstalledPackage> list() {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(status))) {
      if (Files.size(status) > MOST_BYTES) {
        throw EdosException.refused(status + " has more than " + MOST_BYTES + " bytes");
      }
      ControlParagraphs paragraphs = new ControlParagraphs(in, status.toString());
      List<InstalledPackage> packages = new ArrayList<>();
      for (Optional<ControlParagraph> next = paragraphs.next();
          next.isPresent();
          next = paragraphs.next()) {
        installed(next.get()).ifPresent(packages::add);
        if (packages.size() > MOST_PACKAGES) {
          throw EdosException.refused(status + " has more than " + MOST_PACKAGES + " packages");
        }
      }
      return packages;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new EdosException(
          EdosException.Category.EXTERNAL,
          "cannot read what dpkg has installed, " + status + ": " + e.getMessage(),
          e);
    }
  }

  /** The status is three words: what is wanted, whether all is well, and what is. */
  private static Optional<InstalledPackage> installed(ControlParagraph paragraph) {
    List<String> status = List.of(paragraph.text("Status").split("\\s+"));
    String name = paragraph.text("Package");
    String version = paragraph.text("Version");
    if (!INSTALLED.contains(status.getLast()) || name.isEmpty() || version.isEmpty()) {
      return Optional.empty();
    }
    String architecture = paragraph.text("Architecture");
    boolean held = status.getFirst().equals("hold");
    return Optional.of(
        new InstalledPackage(
            name,
            version,
            architecture,
            paragraph.text("Essential").equals("yes"),
            MultiArch.of(paragraph.text("Multi-Arch")),
            DebRelations.of(paragraph),
            held));
  }

  @Override
  public boolean hasFile(String path) {
    return RootFiles.exist(root, path);
  }
}
