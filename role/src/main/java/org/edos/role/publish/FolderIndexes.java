package org.edos.role.publish;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.edos.core.EdosException;
import org.edos.core.deb.AptIndexWriter;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.RepositoryContents;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.metadata.TreeFiles.TreeFile;
import org.edos.core.release.ReleaseId;
import org.edos.core.rpm.RpmIndexWriter;
import org.edos.core.rpm.RpmPackage;
import org.edos.core.rpm.RpmReader;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.SourceTree;
import org.edos.physical.trust.OpenPgp;

/**
 * Makes a repository of a bare folder of packages: writes the indexes that apt or dnf wants and
 * signs them with the publisher's OpenPGP key. The folder itself is left as it is. Other files in
 * it are no part of the repository.
 */
final class FolderIndexes {
  /** The suite and component that apt's sources name. */
  static final String SUITE = "edos";

  private static final String COMPONENT = "main";
  private static final RepositoryPath KEY = new RepositoryPath("edos.asc");

  private final OpenPgp.Signer signer;
  private final Clock clock;

  FolderIndexes(OpenPgp.Signer signer, Clock clock) {
    this.signer = signer;
    this.clock = clock;
  }

  RepositoryReader.Reading read(SourceTree tree, List<TreeFile> files, ReleaseId release) {
    List<RepositoryPath> debs = ending(files, PackageFormat.DEB);
    List<RepositoryPath> rpms = ending(files, PackageFormat.RPM);
    if (debs.isEmpty() && rpms.isEmpty()) {
      throw EdosException.usage(
          "nothing to publish: the folder has neither dists/ nor repodata/, and no .deb or .rpm"
              + " files");
    }
    if (!debs.isEmpty() && !rpms.isEmpty()) {
      throw EdosException.usage(
          "the folder has %d .deb and %d .rpm files; a release is for apt or for dnf: put them into two folders"
              .formatted(debs.size(), rpms.size()));
    }
    return rpms.isEmpty() ? debFolder(tree, debs, release) : rpmFolder(tree, rpms);
  }

  private static List<RepositoryPath> ending(List<TreeFile> files, PackageFormat format) {
    return files.stream()
        .map(TreeFile::path)
        .filter(path -> path.value().endsWith("." + format.type()))
        .toList();
  }

  private RepositoryReader.Reading debFolder(
      SourceTree tree, List<RepositoryPath> paths, ReleaseId release) {
    List<AptIndexWriter.IndexedPackage> indexed =
        paths.parallelStream()
            .map(path -> {
              DebReader.DebFile file =
                  open(tree, path, in -> DebReader.read(in, path.fileName(), "debian"));
              return new AptIndexWriter.IndexedPackage(path, file.metadata(), file.control());
            })
            .toList();
    AptIndexWriter.SuiteHead head =
        new AptIndexWriter.SuiteHead(
            SUITE, "Edos", release.name(), COMPONENT, now(), Optional.empty());
    SortedMap<RepositoryPath, byte[]> written = new TreeMap<>(AptIndexWriter.write(head, indexed));
    String folder = "dists/" + SUITE + "/";
    byte[] root = written.get(new RepositoryPath(folder + "Release"));
    if (root == null) {
      throw new IllegalStateException("the writer of apt indexes wrote no Release");
    }
    written.put(new RepositoryPath(folder + "InRelease"), signer.clearSign(root));
    written.put(new RepositoryPath(folder + "Release.gpg"), signer.detachedSign(root));
    List<PackageFile> packages = new ArrayList<>();
    for (AptIndexWriter.IndexedPackage one : indexed) {
      packages.add(packageFile(one.path(), one.metadata(), SUITE + "/" + COMPONENT));
    }
    return reading(PackageFormat.DEB, packages, written);
  }

  private RepositoryReader.Reading rpmFolder(SourceTree tree, List<RepositoryPath> paths) {
    RpmReader reader = new RpmReader();
    SortedMap<RepositoryPath, RpmPackage> read = new TreeMap<>();
    for (RepositoryPath path : paths) {
      read.put(path, open(tree, path, in -> reader.read(path.fileName(), in)));
    }
    SortedMap<RepositoryPath, byte[]> written = new TreeMap<>(RpmIndexWriter.write(read, now()));
    byte[] root = written.get(new RepositoryPath("repodata/repomd.xml"));
    if (root == null) {
      throw new IllegalStateException("the writer of rpm indexes wrote no repomd.xml");
    }
    written.put(new RepositoryPath("repodata/repomd.xml.asc"), signer.detachedSign(root));
    written.put(new RepositoryPath("repodata/repomd.xml.key"), signer.publicKey());
    List<PackageFile> packages = new ArrayList<>();
    read.forEach((path, one) -> packages.add(packageFile(path, one.metadata(), "all")));
    return reading(PackageFormat.RPM, packages, written);
  }

  private static PackageFile packageFile(
      RepositoryPath path, PackageMetadata metadata, String collection) {
    return new PackageFile(path, metadata, collection + "/" + metadata.id().architecture());
  }

  private RepositoryReader.Reading reading(
      PackageFormat format, List<PackageFile> packages, SortedMap<RepositoryPath, byte[]> written) {
    written.put(KEY, signer.publicKey());
    List<UtilityFile> utilities = new ArrayList<>();
    written.forEach(
        (path, bytes) -> utilities.add(new UtilityFile(path, Sha256.of(bytes), bytes.length)));
    return new RepositoryReader.Reading(
        new RepositoryContents(format, packages, utilities).checked(), Map.copyOf(written), false);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Reads a package file. */
  private interface Read<T> {
    T from(InputStream in) throws IOException;
  }

  private static <T> T open(SourceTree tree, RepositoryPath path, Read<T> read) {
    Path file =
        tree.file(path)
            .orElseThrow(() -> EdosException.external(path + " vanished from the folder"));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return read.from(in);
    } catch (EdosException e) {
      throw new EdosException(e.category(), path + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(path.value(), e);
    }
  }
}
