package org.edos.role.follow;

import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.OriginAddress;
import org.edos.physical.content.ContentStore;
import org.edos.physical.installed.InstalledPackages;
import org.edos.physical.snapshot.FoundFile;
import org.edos.physical.snapshot.RootFile;
import org.edos.physical.snapshot.SnapshotCatalogue;
import org.edos.physical.snapshot.SnapshotHead;
import org.edos.physical.upstream.Upstream;

/**
 * Follows repositories as they are asked for: says of every address what must be there, as far as
 * the repository's indexes say so. Clients see one snapshot of a repository at a time, and a new
 * one only when what they use of it is here. Safe for use by many threads.
 */
public final class Following implements AutoCloseable {
  /** How long a question waits for an index that may answer it. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int MOST_TALKS = 2_000;
  private static final System.Logger LOG = System.getLogger(Following.class.getName());

  /**
   * What it works with. It closes none of it.
   *
   * @param catalogue what is known
   * @param upstream asks origins
   * @param store where contents lie
   * @param fetch brings contents
   * @param keys judges roots
   * @param installed what this machine has, by package manager
   * @param aptLists the folder where apt keeps the indexes that it fetched; empty for none
   * @param clock the time of day
   */
  public record Parts(
      SnapshotCatalogue catalogue,
      Upstream upstream,
      ContentStore store,
      Fetch fetch,
      RootKeys keys,
      List<InstalledPackages> installed,
      Optional<Path> aptLists,
      Clock clock) {
    /** Copies the list. */
    public Parts {
      installed = List.copyOf(installed);
    }
  }

  private final Parts parts;
  private final Indexes indexes;
  private final RootLooks looks;
  private final Wanted wanted;
  private final AptLists lists;

  /** By folder, the one used last at the end. */
  private final Map<String, RootTalk> talks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RootTalk> eldest) {
          return size() > MOST_TALKS;
        }
      };

  /** Asks nobody yet; apt's own lists are read when somebody asks for their host. */
  public Following(Parts parts) {
    this.parts = parts;
    this.indexes = new Indexes(parts.catalogue(), new Machine(parts.installed(), parts.clock()));
    this.looks = new RootLooks(parts, new Completion(parts, indexes));
    this.wanted = new Wanted(parts, indexes);
    this.lists = new AptLists(parts, indexes);
  }

  /** The repositories that were asked for here, as they are served now; the newest first. */
  public List<SnapshotHead> repositories() {
    return parts.catalogue().currents();
  }

  /**
   * Has somebody told, whenever an index was entered, which packages of it are newer than those
   * that this machine has installed: it will likely ask for them next. At most 5,000 at a time.
   */
  public void upgrades(Consumer<List<KnownFile>> listener) {
    indexes.listener(listener);
  }

  /** Has somebody told of every root that an origin gave and that is served from then on. */
  public void roots(Consumer<KnownFile> listener) {
    looks.listener(listener);
  }

  /**
   * What an address stands for. A root is looked at anew at its origin, which takes as long as the
   * origin does, ten seconds at most; other answers are given at once, unless an index that may
   * list the file is just being entered. Never throws: what cannot be told is {@link
   * Meaning.Unlisted}.
   */
  public Meaning resolve(OriginAddress address) {
    String key = Origins.key(address);
    if (address.uri().getRawQuery() != null) {
      return new Meaning.Unlisted();
    }
    lists.asked(address);
    try {
      Optional<FoundFile> found = parts.catalogue().find(key);
      Optional<RootName> root = RootName.of(key);
      if (found.isEmpty() && root.isPresent()) {
        return root(root.get());
      }
      if (found.filter(FoundFile::current).isEmpty() && indexes.await(key, PATIENCE)) {
        found = parts.catalogue().find(key);
      }
      return found.<Meaning>map(file -> listed(address, file)).orElseGet(Meaning.Unlisted::new);
    } catch (EdosException e) {
      LOG.log(System.Logger.Level.WARNING, "{0} is passed on: {1}", address, e.getMessage());
      return new Meaning.Unlisted();
    }
  }

  private Meaning root(RootName name) {
    RootTalk talk;
    synchronized (talks) {
      talk = talks.computeIfAbsent(name.folder(), folder -> new RootTalk(looks));
    }
    if (!talk.ask(name)) {
      return new Meaning.Unlisted();
    }
    Optional<RootFile> file = parts.catalogue().root(name.folder(), name.name());
    Optional<SnapshotHead> head = parts.catalogue().current(name.folder());
    return file.isPresent() && head.isPresent()
        ? new Meaning.Root(
            new RootContent(file.get().bytes()),
            file.get().modified().flatMap(Following::time).orElse(head.get().made()))
        : new Meaning.Unlisted();
  }

  private static Optional<Instant> time(String modified) {
    try {
      return Optional.of(
          ZonedDateTime.parse(modified, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Meaning listed(OriginAddress address, FoundFile found) {
    if (found.listed().isEmpty()) {
      return new Meaning.Listed(
          found.file(), List.of(address.uri()), Optional.of(found.modified()), found.unit());
    }
    ListedFile file = found.listed().get();
    if (!file.lasting() && looks.isStrange(found.base())) {
      return new Meaning.Unlisted();
    }
    Meaning.Listed listed =
        new Meaning.Listed(
            found.file(),
            Origins.of(found.base(), file, found.current()),
            Optional.of(found.modified()),
            false);
    if (found.current()) {
      wanted.use(found.base(), file, listed.origins());
    }
    return listed;
  }

  /** An address proved to have another file than the indexes say: it is not believed any more. */
  public void disproved(OriginAddress address) {
    parts.catalogue().forget(Origins.key(address));
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    lists.close();
    wanted.close();
    indexes.close();
  }
}
