package org.edos.role.publish;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.deb.DebReader;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.query.VersionOrder;
import org.edos.core.release.Composition;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.UpdateRequest;
import org.edos.core.rpm.RpmReader;
import org.edos.core.unit.Content;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;

/**
 * A folder of a moving release's packages with others added, for which the indexes are then
 * written. It holds links to the store's files and goes when it is closed. Used by one thread.
 */
final class AddedPackages implements AutoCloseable {
  private static final RepositoryPath KEY = new RepositoryPath("edos.asc");

  private final Publishing.Parts parts;
  private final ReleaseId release;
  private final Path folder;

  AddedPackages(Publishing.Parts parts, ReleaseId release) {
    this.parts = parts;
    this.release = release;
    this.folder = parts.work().resolve("update");
    remove();
  }

  /**
   * Gathers the packages.
   *
   * @throws EdosException usage if a file is no package or older than what is there; refused where
   *     the indexes are not Edos's own
   */
  RepositorySource gather(Optional<MovingState> before, UpdateRequest.Packages packages) {
    Optional<Composition> state = before.map(MovingState::composition);
    state.ifPresent(this::requireOwnIndexes);
    Map<PackageId, Path> added = read(packages.files());
    Set<RepositoryPath> taken = new HashSet<>();
    try {
      Files.createDirectories(folder);
      for (Map.Entry<PackageId, Path> one : added.entrySet()) {
        RepositoryPath place = new RepositoryPath(one.getValue().getFileName().toString());
        link(one.getValue(), place);
        taken.add(place);
      }
      if (state.isPresent()) {
        for (Composition.Entry entry : state.get().entries()) {
          if (entry.unit() instanceof PackageId id
              && stays(id, added.keySet(), packages.keepOld())) {
            requireFree(taken, entry);
            link(content(entry), entry.path());
          }
        }
      }
    } catch (IOException e) {
      throw EdosException.external(
          "cannot gather the packages in %s: %s; make room there".formatted(folder, e.getMessage()),
          e);
    }
    return new RepositorySource.Folder(folder, Optional.empty());
  }

  private void requireFree(Set<RepositoryPath> taken, Composition.Entry entry) {
    if (taken.contains(entry.path())) {
      throw EdosException.usage(
          "%s of %s has the file name %s already; give the new file another name"
              .formatted(entry.unit(), release, entry.path()));
    }
  }

  private void requireOwnIndexes(Composition composition) {
    Sha256 key = Sha256.of(parts.openPgp().publicKey());
    boolean own =
        composition.entries().stream()
            .anyMatch(entry -> entry.path().equals(KEY) && entry.sha256().equals(key));
    if (!own) {
      throw EdosException.refused(
          "the indexes of %s are signed by whoever made them, so Edos cannot add packages to them;"
                  .formatted(release)
              + " update it from its whole tree: edos update "
              + release.name()
              + " TREE");
    }
  }

  /** The same package given twice is one; two versions of one package are both wanted. */
  private Map<PackageId, Path> read(List<Path> files) {
    Map<PackageId, Path> packages = new LinkedHashMap<>();
    Map<String, Path> names = new HashMap<>();
    for (Path file : files) {
      Path other = names.putIfAbsent(file.getFileName().toString(), file);
      if (other != null && !other.equals(file)) {
        throw EdosException.usage(
            "%s and %s have the same name, and a release has one place for it"
                .formatted(other, file));
      }
      packages.put(metadata(file).id(), file);
    }
    return packages;
  }

  private static PackageMetadata metadata(Path file) {
    String name = file.getFileName().toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      if (name.endsWith("." + PackageFormat.DEB.type())) {
        return DebReader.read(in, name, "debian").metadata();
      }
      if (name.endsWith("." + PackageFormat.RPM.type())) {
        return new RpmReader().read(name, in).metadata();
      }
    } catch (IOException e) {
      throw EdosException.notFound("cannot read " + file + ": " + e.getMessage());
    }
    throw EdosException.usage(file + " is neither a folder nor a .deb or .rpm file");
  }

  /** Whether a package of the state before stays beside those that are added. */
  private boolean stays(PackageId old, Set<PackageId> added, boolean keepOld) {
    for (PackageId id : added) {
      if (id.equals(old)) {
        return false;
      }
      boolean version =
          id.name().equals(old.name())
              && id.architecture().equals(old.architecture())
              && id.format() == old.format();
      if (version && !keepOld) {
        boolean rpm = id.format() == PackageFormat.RPM;
        if (VersionOrder.compare(rpm, id.version(), old.version()) < 0) {
          throw EdosException.usage(
              "%s %s is older than %s, which %s has; to have both, give --keep-old"
                  .formatted(id.name(), id.version(), old.version(), release));
        }
        return false;
      }
    }
    return true;
  }

  private Path content(Composition.Entry entry) {
    return parts
        .store()
        .find(entry.sha256())
        .flatMap(Content::file)
        .orElseThrow(() ->
            EdosException.external(
                "the store has lost %s of %s; update the release from its whole tree"
                    .formatted(entry.path(), release)));
  }

  private void link(Path file, RepositoryPath place) throws IOException {
    Path link = folder.resolve(place.value());
    Files.createDirectories(link.getParent());
    try {
      Files.createLink(link, file.toRealPath());
    } catch (UnsupportedOperationException | IOException e) {
      // On another file system, or without links.
      Files.copy(file, link, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void remove() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw EdosException.external("cannot empty " + folder + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    remove();
  }
}
