package org.edos.physical.snapshot.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.ListedPackage;
import org.edos.physical.snapshot.FoundFile;
import org.edos.physical.snapshot.PackageIndex;
import org.edos.physical.snapshot.RootFile;
import org.edos.physical.snapshot.SnapshotCatalogue;
import org.edos.physical.snapshot.SnapshotHead;

/**
 * Snapshots in memory, which end with it; for tests, and for daemons that are to leave no trace.
 */
public final class MemorySnapshots implements SnapshotCatalogue {
  /** By folder, the one renewed last at the end. Guarded by this. */
  private final SequencedMap<String, Repository> repositories = new LinkedHashMap<>();

  /** A repository, guarded by the catalogue. */
  private static final class Repository {
    /** The newest first, which is the current one. */
    private final List<Snapshot> snapshots = new ArrayList<>();

    private final Map<String, Instant> used = new LinkedHashMap<>();

    /** The one entered last at the end. */
    private final List<Entered> entered = new ArrayList<>();

    boolean isCurrent(PackageIndex index) {
      return !snapshots.isEmpty() && snapshots.getFirst().lists(index);
    }
  }

  private record Snapshot(
      SnapshotHead head, Map<String, RootFile> roots, Map<String, ListedFile> files) {
    boolean lists(PackageIndex index) {
      return files.values().stream()
          .anyMatch(file ->
              file.index().equals(Optional.of(index.index()))
                  && file.file().sha256().equals(index.sha256()));
    }
  }

  private record Entered(PackageIndex index, Map<String, List<Listing>> packages) {}

  private record Listing(KnownFile file, Instant made) {}

  @Override
  public synchronized Optional<SnapshotHead> current(String folder) {
    return snapshot(folder).map(Snapshot::head);
  }

  @Override
  public synchronized List<SnapshotHead> currents() {
    return repositories.keySet().stream()
        .flatMap(folder -> current(folder).stream())
        .sorted(Comparator.comparing(SnapshotHead::made).reversed())
        .toList();
  }

  private Optional<Snapshot> snapshot(String folder) {
    return Optional.ofNullable(repositories.get(folder))
        .flatMap(repository -> repository.snapshots.stream().findFirst());
  }

  @Override
  public synchronized Optional<RootFile> root(String folder, String name) {
    return snapshot(folder).map(snapshot -> snapshot.roots().get(name));
  }

  @Override
  public synchronized void become(SnapshotHead head, List<RootFile> roots, List<ListedFile> files) {
    Repository known = repositories.remove(head.folder());
    Repository repository = known == null ? new Repository() : known;
    repositories.putLast(head.folder(), repository);
    Map<String, ListedFile> byPath = new LinkedHashMap<>();
    files.forEach(file -> byPath.put(file.path(), file));
    repository.snapshots.addFirst(new Snapshot(head, new LinkedHashMap<>(), byPath));
    roots.forEach(root -> repository.snapshots.getFirst().roots().put(root.name(), root));
    while (repository.snapshots.size() > GENERATIONS) {
      repository.snapshots.removeLast();
    }
    repository.entered.removeIf(entered ->
        repository.snapshots.stream().noneMatch(snapshot -> snapshot.lists(entered.index())));
    while (repositories.size() > MOST_REPOSITORIES) {
      repositories.pollFirstEntry();
    }
  }

  @Override
  public synchronized boolean becomeFirst(
      SnapshotHead head, List<RootFile> roots, List<ListedFile> files) {
    if (current(head.folder()).isPresent()) {
      return false;
    }
    become(head, roots, files);
    return true;
  }

  @Override
  public synchronized void add(SnapshotHead head, RootFile root) {
    snapshot(head.folder())
        .filter(snapshot -> snapshot.head().identity().equals(head.identity()))
        .ifPresent(snapshot -> snapshot.roots().put(root.name(), root));
  }

  @Override
  public synchronized Optional<FoundFile> find(String key) {
    return folders(key)
        .flatMap(folder -> listed(folder, key.substring(folder.length())).stream())
        .findFirst()
        .or(() ->
            folders(key)
                .flatMap(base -> packaged(base, key.substring(base.length())).stream())
                .findFirst());
  }

  private static Stream<String> folders(String key) {
    return Stream.iterate(
            key.lastIndexOf('/'), slash -> slash > 0, slash -> key.lastIndexOf('/', slash - 1))
        .map(slash -> key.substring(0, slash + 1));
  }

  private Optional<FoundFile> listed(String folder, String path) {
    Repository repository = repositories.get(folder);
    if (repository == null) {
      return Optional.empty();
    }
    for (Snapshot snapshot : repository.snapshots) {
      ListedFile file = snapshot.files().get(path);
      boolean current = snapshot.equals(repository.snapshots.getFirst());
      if (file != null && (current || file.lasting())) {
        return Optional.of(
            new FoundFile(
                folder, file.file(), snapshot.head().made(), current, false, Optional.of(file)));
      }
    }
    return Optional.empty();
  }

  private Optional<FoundFile> packaged(String base, String path) {
    return repositories.values().stream()
        .flatMap(repository ->
            repository.entered.reversed().stream()
                .filter(entered -> entered.index().base().equals(base))
                .flatMap(entered ->
                    entered.packages().getOrDefault(path, List.of()).stream()
                        .map(listing ->
                            new FoundFile(
                                base,
                                listing.file(),
                                listing.made(),
                                repository.isCurrent(entered.index()),
                                entered.index().unit(),
                                Optional.empty()))))
        .min(Comparator.comparing(FoundFile::current).reversed());
  }

  @Override
  public synchronized void use(String folder, String part, Instant when) {
    Repository repository = repositories.get(folder);
    if (repository != null) {
      repository.used.put(part, when);
    }
  }

  @Override
  public synchronized List<String> used(String folder, Instant since) {
    Repository repository = repositories.get(folder);
    return repository == null
        ? List.of()
        : repository.used.entrySet().stream()
            .filter(use -> !use.getValue().isBefore(since))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
  }

  @Override
  public synchronized boolean entered(String folder, String index) {
    Repository repository = repositories.get(folder);
    return repository != null
        && repository.entered.stream()
            .anyMatch(entered ->
                entered.index().index().equals(index) && repository.isCurrent(entered.index()));
  }

  @Override
  public boolean enter(PackageIndex index, Telling packages) {
    if (isHere(index)) {
      return false;
    }
    Map<String, List<Listing>> told = new LinkedHashMap<>();
    packages.to(listed ->
        told.computeIfAbsent(listed.path(), path -> new ArrayList<>())
            .add(new Listing(listed.file(), firstSeen(index, listed))));
    synchronized (this) {
      if (isHere(index)) {
        return false;
      }
      Repository repository =
          repositories.computeIfAbsent(index.folder(), folder -> new Repository());
      // The current one's packages go before an older one's; among others the newer ones' do.
      int place =
          (int)
              repository.entered.stream()
                  .filter(entered -> !entered.index().made().isAfter(index.made()))
                  .count();
      repository.entered.add(place, new Entered(index, told));
      return true;
    }
  }

  private synchronized Instant firstSeen(PackageIndex index, ListedPackage listed) {
    Repository repository = repositories.get(index.folder());
    return repository == null
        ? index.made()
        : repository.entered.stream()
            .filter(entered -> entered.index().index().equals(index.index()))
            .flatMap(entered -> entered.packages().getOrDefault(listed.path(), List.of()).stream())
            .filter(known -> known.file().equals(listed.file()))
            .map(Listing::made)
            .findFirst()
            .orElse(index.made());
  }

  private synchronized boolean isHere(PackageIndex index) {
    Repository repository = repositories.get(index.folder());
    return repository != null
        && repository.entered.stream()
            .anyMatch(entered ->
                entered.index().index().equals(index.index())
                    && entered.index().sha256().equals(index.sha256()));
  }

  @Override
  public synchronized void forget(String key) {
    repositories
        .values()
        .forEach(repository ->
            repository.entered.stream()
                .filter(entered -> key.startsWith(entered.index().base()))
                .forEach(entered ->
                    entered.packages().remove(key.substring(entered.index().base().length()))));
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
