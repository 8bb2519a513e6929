package org.edos.role.publish;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.metadata.CheckedRepository.ListedPackage;
import org.edos.core.metadata.CheckedRepository.Unread;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.metadata.RepositoryContents;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.release.Composition;
import org.edos.core.release.Differences;
import org.edos.core.release.FileChange;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.release.UnitChange;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.PackageId;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;
import org.edos.core.unit.UtilityId;
import org.edos.physical.content.SourceTree;

/**
 * Finds out what would be published of a tree: reads its indexes, compares, and takes nothing in.
 * Used under the lock of {@link Publishing}.
 */
final class Previewing {
  /** Progress is told every so many packages. */
  private static final int STEP = 1_000;

  private final Publishing.Parts parts;
  private final ReleaseMaking making;
  private final InstallabilityGuard guard;

  Previewing(Publishing.Parts parts, ReleaseMaking making) {
    this.parts = parts;
    this.making = making;
    this.guard = new InstallabilityGuard(parts.index(), parts.solver());
  }

  /**
   * Looks at a tree.
   *
   * @param before what it is compared with
   * @throws EdosException as {@link Publishing#publish}, as far as the indexes tell
   */
  Preview preview(
      ReleaseId id,
      RepositorySource source,
      Optional<Composition> before,
      Consumer<PublishEvent> progress) {
    SourceTree tree = parts.trees().open(making.folder(id, source, progress));
    RepositoryReader.Reading reading = making.reading(tree, id, source);
    progress.accept(reading.summary(id));
    Looking looking = new Looking(id, tree, reading, before, progress);
    try (FileListSpool fileLists = making.fileLists(reading)) {
      looking.packages(fileLists);
    } catch (IOException | UncheckedIOException e) {
      throw EdosException.external("cannot read the tree: " + e.getMessage(), e);
    }
    looking.utilities();
    return looking.result();
  }

  /** One look at one tree. */
  private final class Looking {
    private final ReleaseId id;
    private final SourceTree tree;
    private final RepositoryReader.Reading reading;
    private final Optional<Composition> before;
    private final Consumer<PublishEvent> progress;
    private final Map<UnitId, Composition.Entry> old = new HashMap<>();
    private final Map<RepositoryPath, Composition.Entry> entries = new TreeMap<>();
    private final NextPackages packages = new NextPackages();
    private Optional<String> unchecked = Optional.empty();

    Looking(
        ReleaseId id,
        SourceTree tree,
        RepositoryReader.Reading reading,
        Optional<Composition> before,
        Consumer<PublishEvent> progress) {
      this.id = id;
      this.tree = tree;
      this.reading = reading;
      this.before = before;
      this.progress = progress;
      before.ifPresent(
          state -> state.entries().forEach(entry -> old.putIfAbsent(entry.unit(), entry)));
    }

    void packages(FileListSpool fileLists) throws IOException {
      long total = reading.repository().indexBytes();
      reading
          .repository()
          .packages((unread, position) -> {
            look(unread, fileLists);
            if (entries.size() % STEP == 0) {
              progress.accept(new PublishEvent.Described(id, entries.size(), position, total));
            }
          });
    }

    private void look(Unread unread, FileListSpool fileLists) {
      try {
        ListedPackage listed = unread.read();
        PackageMetadata metadata = listed.file().metadata();
        CreationRule.require(metadata);
        if (add(listed.file().path(), metadata.id(), metadata.sha256(), metadata.size())
            && before.isPresent()) {
          packages.add(
              metadata.id().format() == PackageFormat.RPM
                  ? metadata.withFiles(fileLists.files(listed.fileLists()))
                  : metadata);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void utilities() {
      for (UtilityFile file : reading.repository().utilities()) {
        if (!entries.containsKey(file.path())) {
          UtilityId unit = new UtilityId(id.name() + "/" + file.path(), id.version());
          add(file.path(), unit, file.sha256(), file.size());
        }
      }
      before
          .filter(state -> id.moves())
          .ifPresent(state ->
              OwnUnits.of(state)
                  .utilities()
                  .forEach((path, own) -> entries.putIfAbsent(path, own)));
    }

    /** Several indexes may list the same file; says whether it is new. */
    private boolean add(RepositoryPath path, UnitId unit, Sha256 content, long size) {
      Composition.Entry known = old.get(unit);
      // The same bytes are described by the document that there is. Another package will have
      // another document; for what is compared here any hash that it alone has will do.
      Sha256 document =
          known != null && known.sha256().equals(content) ? known.document() : content;
      Composition.Entry first =
          entries.putIfAbsent(path, new Composition.Entry(path, unit, content, size, document));
      if (first != null) {
        RepositoryContents.requireSame(path, first.sha256(), content);
      }
      return first == null;
    }

    Preview result() {
      PackageFormat format = reading.repository().format();
      Composition after =
          making.composition(
              id, format, Optional.empty(), List.copyOf(entries.values()), List.of());
      Map<Sha256, Long> stored = new LinkedHashMap<>();
      Map<Sha256, Long> elsewhere = new LinkedHashMap<>();
      entries.forEach((path, entry) -> {
        if (!parts.store().contains(entry.sha256())) {
          boolean here = reading.written().containsKey(path) || tree.file(path).isPresent();
          (here ? stored : elsewhere).put(entry.sha256(), entry.size());
        }
      });
      List<UnitChange> changes = before.map(state -> changes(state, after)).orElse(List.of());
      List<FileChange> files =
          before
              .map(state -> FileChange.between(state.entries(), after.entries()))
              .orElse(List.of());
      List<Uninstallable> broken = before.map(state -> broken(state, after)).orElse(List.of());
      Set<UnitId> units = new HashSet<>();
      entries.values().forEach(entry -> units.add(entry.unit()));
      int distinct = (int) units.stream().filter(PackageId.class::isInstance).count();
      return new Preview(
          id,
          before.map(Composition::id),
          format,
          distinct,
          units.size() - distinct,
          after.bytes(),
          stored.size(),
          sum(stored),
          elsewhere.size(),
          sum(elsewhere),
          changes,
          files,
          broken,
          unchecked);
    }

    private List<UnitChange> changes(Composition state, Composition after) {
      return Differences.between(
          state.entries(), after.entries(), (one, other) -> false, after.number(), after.created());
    }

    private List<Uninstallable> broken(Composition state, Composition after) {
      if (state.format() != after.format()) {
        return List.of();
      }
      try {
        return guard.broken(state, after, packages);
      } catch (EdosException e) {
        if (e.category() != EdosException.Category.EXHAUSTED) {
          throw e;
        }
        unchecked = Optional.of(String.valueOf(e.getMessage()));
        return List.of();
      }
    }
  }

  private static long sum(Map<Sha256, Long> contents) {
    return contents.values().stream().mapToLong(Long::longValue).sum();
  }
}
