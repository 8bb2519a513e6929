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
import org.edos.core.unit.UnitId;

/**
 * A folder of a moving release's packages with others added, for which the indexes are then
 * written. It holds links to the store's files and goes when it is closed. Used by one thread.
 */
final class AddedPackages implements AutoCloseable {
  private static final RepositoryPath KEY = new RepositoryPath("edos.asc");

  private final Publishing.Parts parts;
  private final ReleaseId release;
  private final Path folder;

  /**
   * A package that comes.
   *
   * @param file its bytes
   * @param place in the release
   * @param keepOld whether older versions stay beside it
   */
  record Added(Path file, RepositoryPath place, boolean keepOld) {}

  AddedPackages(Publishing.Parts parts, ReleaseId release) {
    this.parts = parts;
    this.release = release;
    this.folder = parts.work().resolve("update");
    remove();
  }

  /** Like {@link #gather(Optional, List, Set)}, at the top of the release. */
  RepositorySource gather(Optional<MovingState> before, UpdateRequest.Packages packages) {
    List<Added> added =
        packages.files().stream()
            .map(file -> new Added(file, place(file), packages.keepOld()))
            .toList();
    return gather(before, added, Set.of());
  }

  /**
   * Gathers the packages.
   *
   * @param gone packages that are left out
   * @throws EdosException usage if a file is no package or older than what is there; refused where
   *     the indexes are not Edos's own
   */
  RepositorySource gather(Optional<MovingState> before, List<Added> packages, Set<UnitId> gone) {
    Optional<Composition> state = before.map(MovingState::composition);
    state.ifPresent(this::requireOwnIndexes);
    Map<PackageId, Added> added = read(packages);
    Map<Line, Map<PackageId, Added>> lines = new HashMap<>();
    added.forEach((id, one) ->
        lines.computeIfAbsent(Line.of(id), first -> new LinkedHashMap<>()).put(id, one));
    Set<RepositoryPath> taken = new HashSet<>();
    try {
      Files.createDirectories(folder);
      for (Added one : added.values()) {
        link(one.file(), one.place());
        taken.add(one.place());
      }
      if (state.isPresent()) {
        for (Composition.Entry entry : state.get().entries()) {
          if (entry.unit() instanceof PackageId id
              && !gone.contains(id)
              && stays(id, lines.getOrDefault(Line.of(id), Map.of()))) {
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
  private Map<PackageId, Added> read(List<Added> files) {
    Map<PackageId, Added> packages = new LinkedHashMap<>();
    Map<RepositoryPath, Path> places = new HashMap<>();
    for (Added one : files) {
      Path other = places.putIfAbsent(one.place(), one.file());
      if (other != null && !other.equals(one.file())) {
        throw EdosException.usage(
            "%s and %s have the same name, and a release has one place for it"
                .formatted(other, one.file()));
      }
      packages.put(metadata(one.file(), one.place().fileName()).id(), one);
    }
    return packages;
  }

  /**
   * The place of a file that is given without one: its name, at the top.
   *
   * @throws EdosException usage if it has no name
   */
  static RepositoryPath place(Path file) {
    return Optional.ofNullable(file.getFileName())
        .map(name -> new RepositoryPath(name.toString()))
        .orElseThrow(() -> EdosException.usage(file + " is no file; name one"));
  }

  /**
   * Does nothing for what is a file, or not there at all: whatever else there is may never end.
   *
   * @throws EdosException usage for a folder, a device or a pipe
   */
  static void requireFile(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw EdosException.usage(file + " is no regular file; name one");
    }
  }

  /**
   * What a package file says of itself.
   *
   * @param name the name of its place, which tells the format
   * @throws EdosException usage if it is no package; not found if it cannot be read
   */
  static PackageMetadata metadata(Path file, String name) {
    requireFile(file);
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

  /** What the versions of one package have in common. */
  private record Line(String name, String architecture, PackageFormat format) {
    static Line of(PackageId id) {
      return new Line(id.name(), id.architecture(), id.format());
    }
  }

  /** Whether a package of the state before stays beside the versions of it that are added. */
  private boolean stays(PackageId old, Map<PackageId, Added> added) {
    for (Map.Entry<PackageId, Added> one : added.entrySet()) {
      PackageId id = one.getKey();
      if (id.equals(old)) {
        return false;
      }
      if (!one.getValue().keepOld()) {
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
