package org.edos.role.follow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.unit.Content;
import org.edos.physical.content.ContentStore;
import org.edos.physical.snapshot.RootFile;
import org.edos.physical.snapshot.SnapshotCatalogue;
import org.edos.physical.snapshot.SnapshotHead;
import org.edos.physical.upstream.Upstream;
import org.edos.physical.upstream.UpstreamAnswer;
import org.edos.physical.upstream.UpstreamRequest;

/** Looks at roots at their origins, and takes over what is new. Safe for use by many threads. */
final class RootLooks {
  private static final int MOST_ROOT_BYTES = 16 << 20;
  private static final int MOST_SIGNATURE_BYTES = 1 << 20;
  private static final Duration FIRST_BYTE = Duration.ofSeconds(8);
  private static final int MOST_REPEATS = 2;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final System.Logger LOG = System.getLogger(Following.class.getName());

  private final SnapshotCatalogue catalogue;
  private final Upstream upstream;
  private final ContentStore store;
  private final CandidateReader reader;
  private final Completion completion;
  private final Clock clock;

  /** Folders whose origins show roots by other signers. */
  private final Set<String> strange = ConcurrentHashMap.newKeySet();

  private volatile Consumer<KnownFile> listener = root -> {};

  RootLooks(Following.Parts parts, Completion completion) {
    this.catalogue = parts.catalogue();
    this.upstream = parts.upstream();
    this.store = parts.store();
    this.reader = new CandidateReader(parts.keys(), parts.clock());
    this.completion = completion;
    this.clock = parts.clock();
  }

  /** Told of every root that an origin gave and that was taken over. */
  void listener(Consumer<KnownFile> newListener) {
    listener = newListener;
  }

  Instant now() {
    return clock.instant();
  }

  boolean holds(RootName name) {
    return catalogue.root(name.folder(), name.name()).isPresent();
  }

  /** What an origin gave. */
  private sealed interface Given {
    /** What is held still holds. */
    record Same() implements Given {}

    /** Another file. */
    record Other(RootFile file) implements Given {}

    /** Nothing, but not for good. */
    record Nothing(String why) implements Given {}

    /** Its decision not to give it. */
    record Refusal() implements Given {}
  }

  /** What came of a look. */
  enum Outcome {
    /** The origin shows what is here. */
    SAME,

    /** What the origin shows was taken over. */
    NEW,

    /** What is here is served, though the origin shows something else, or nothing. */
    HELD,

    /** The origin's own answer is due. */
    PASSED;

    boolean isServed() {
      return this != PASSED;
    }
  }

  /**
   * Whether the origin showed, when it was looked at last, a root by other signers than those of
   * the one that is here: names there may stand for other files by now.
   */
  boolean isStrange(String folder) {
    return strange.contains(folder);
  }

  /** Looks, and takes over what is new. */
  Outcome look(RootName name) {
    Outcome outcome = outcome(name);
    if (outcome.isServed()) {
      strange.remove(name.folder());
    }
    if (outcome == Outcome.SAME) {
      completion.settled(name.folder());
    }
    return outcome;
  }

  private Outcome outcome(RootName name) {
    Optional<RootFile> held = catalogue.root(name.folder(), name.main());
    URI uri = Origins.uri(name.folder() + name.main());
    return switch (given(uri, name.main(), held, MOST_ROOT_BYTES)) {
      case Given.Same same -> Outcome.SAME;
      case Given.Refusal refusal -> Outcome.PASSED;
      case Given.Nothing nothing -> {
        LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", uri, nothing.why());
        yield held.isPresent() ? Outcome.HELD : Outcome.PASSED;
      }
      case Given.Other other -> {
        if (held.filter(file -> Arrays.equals(file.bytes(), other.file().bytes())).isPresent()) {
          yield Outcome.SAME;
        }
        Outcome taken = take(name, other.file());
        yield taken == Outcome.HELD && held.isEmpty() ? Outcome.PASSED : taken;
      }
    };
  }

  /**
   * Asks an origin that is in trouble again, soon, where nothing is here to be served instead: what
   * is passed on unread meanwhile would leave every file of the repository unknown.
   */
  private Given given(URI uri, String name, Optional<RootFile> held, int most) {
    Given given = once(uri, name, held, most);
    for (int again = 1; again <= MOST_REPEATS && held.isEmpty(); again++) {
      if (!(given instanceof Given.Nothing) || !pause(again)) {
        return given;
      }
      given = once(uri, name, held, most);
    }
    return given;
  }

  private static boolean pause(int again) {
    try {
      Thread.sleep(FIRST_PAUSE.multipliedBy(again));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Given once(URI uri, String name, Optional<RootFile> held, int most) {
    UpstreamRequest request =
        UpstreamRequest.get(uri).within(FIRST_BYTE).with("Cache-Control", "max-age=0");
    if (held.isPresent()) {
      RootFile file = held.get();
      request =
          file.etag().isPresent() ? request.with("If-None-Match", file.etag().get()) : request;
      request =
          file.modified().isPresent()
              ? request.with("If-Modified-Since", file.modified().get())
              : request;
    }
    try (UpstreamAnswer answer = upstream.ask(request)) {
      int status = answer.status();
      if (status == 304 && held.isPresent()) {
        return new Given.Same();
      }
      if (status != 200) {
        boolean passing = status >= 500 || status == 408 || status == 429 || status < 400;
        return passing ? new Given.Nothing("the origin answers " + status) : new Given.Refusal();
      }
      byte[] bytes = answer.body().readNBytes(most + 1);
      if (bytes.length > most
          || (answer.length().isPresent() && answer.length().getAsLong() != bytes.length)) {
        return new Given.Nothing("it has too many bytes, or not all");
      }
      return new Given.Other(
          new RootFile(name, bytes, header(answer, "etag"), header(answer, "last-modified")));
    } catch (IOException | EdosException e) {
      return new Given.Nothing(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> header(UpstreamAnswer answer, String name) {
    return answer.header(name).filter(value -> value.length() <= 200);
  }

  /** Takes over what an origin gave, if it is to be believed. */
  private Outcome take(RootName name, RootFile main) {
    Optional<Given> signature = name.signature().map(file -> signature(name, file));
    Optional<SnapshotHead> current = catalogue.current(name.folder());
    try {
      Candidate candidate = reader.read(name, main, signature.flatMap(RootLooks::file));
      if (current.isEmpty()) {
        become(candidate);
        return Outcome.NEW;
      }
      SnapshotHead before = current.get();
      boolean same = before.identity().equals(candidate.head().identity());
      if (!before.mayBeFollowedBy(candidate.head().signers())) {
        return signature.filter(Given.Nothing.class::isInstance).isPresent()
            ? Outcome.HELD
            : pass(name, candidate.head(), same);
      }
      if (same) {
        candidate.roots().forEach(root -> catalogue.add(before, root));
        keep(candidate);
        completion.settled(name.folder());
        return Outcome.NEW;
      }
      if (isOlder(candidate.head(), before)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}{1} at its origin is of {2}, older than that of {3}, which is served on",
            name.folder(),
            name.main(),
            candidate.head().made(),
            before.made());
        return Outcome.HELD;
      }
      if (completion.complete(candidate)) {
        become(candidate);
        return Outcome.NEW;
      }
    } catch (EdosException e) {
      LOG.log(System.Logger.Level.WARNING, "{0}", e.getMessage());
    }
    return Outcome.HELD;
  }

  /** Leaves it to apt and dnf, whose keys may be newer, what to think of a root. */
  private Outcome pass(RootName name, SnapshotHead candidate, boolean same) {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}{1} {2}; until then it is passed on unread",
        name.folder(),
        name.main(),
        candidate.signers().isEmpty()
            ? "was signed by a known key before and is not now; if its key has changed, put the new"
                + " one beside the old"
            : "is signed by other keys than before; if that is right, put the new key into the"
                + " keyring of the old");
    if (!same) {
      strange.add(name.folder());
    }
    return Outcome.PASSED;
  }

  private static boolean isOlder(SnapshotHead candidate, SnapshotHead current) {
    return candidate.dated() && current.dated() && candidate.made().isBefore(current.made());
  }

  /**
   * Looks at the signature of a root that is unchanged, which may have been made anew, by another
   * key perhaps. It is taken over only while the origin still shows the root that is here.
   */
  void renewSignature(RootName name) {
    Optional<RootFile> main = catalogue.root(name.folder(), name.main());
    Optional<SnapshotHead> head = catalogue.current(name.folder());
    if (main.isEmpty() || head.isEmpty()) {
      return;
    }
    Optional<RootFile> held = catalogue.root(name.folder(), name.name());
    URI uri = Origins.uri(name.folder() + name.name());
    Optional<RootFile> shown = file(once(uri, name.name(), held, MOST_SIGNATURE_BYTES));
    if (shown.isEmpty()
        || held.filter(file -> Arrays.equals(file.bytes(), shown.get().bytes())).isPresent()) {
      return;
    }
    URI root = Origins.uri(name.folder() + name.main());
    Given now = once(root, name.main(), main, MOST_ROOT_BYTES);
    boolean unchanged =
        now instanceof Given.Same
            || file(now)
                .filter(file -> Arrays.equals(file.bytes(), main.get().bytes()))
                .isPresent();
    if (unchanged && reader.maySign(main.get(), shown.get())) {
      catalogue.add(head.get(), shown.get());
    }
  }

  private Given signature(RootName name, String file) {
    return given(Origins.uri(name.folder() + file), file, Optional.empty(), MOST_SIGNATURE_BYTES);
  }

  private static Optional<RootFile> file(Given given) {
    return given instanceof Given.Other other ? Optional.of(other.file()) : Optional.empty();
  }

  private void become(Candidate candidate) {
    catalogue.become(candidate.head(), candidate.roots(), candidate.files());
    keep(candidate);
  }

  /** Roots lie in the store as every file does; where there is no room for them, they are here. */
  private void keep(Candidate candidate) {
    for (RootFile root : candidate.roots()) {
      Content content = new RootContent(root.bytes());
      listener.accept(new KnownFile(content.id(), content.size()));
      try {
        store.add(content.id(), content.size(), new ByteArrayInputStream(root.bytes()));
      } catch (EdosException e) {
        LOG.log(System.Logger.Level.DEBUG, "{0} is not kept: {1}", root.name(), e.getMessage());
      }
    }
  }
}
