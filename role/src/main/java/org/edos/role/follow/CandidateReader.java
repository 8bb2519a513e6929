package org.edos.role.follow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.deb.AptRoots;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.RepositoryRoot;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.rpm.RpmRoots;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.physical.snapshot.RootFile;
import org.edos.physical.snapshot.SnapshotHead;
import org.edos.role.follow.RootKeys.Verdict;

/** Decides whether what an origin gave is a root that may be believed, and reads it. */
final class CandidateReader {
  /** How far the clocks of origins may be ahead. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private final RootKeys keys;
  private final Clock clock;

  CandidateReader(RootKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Reads a root.
   *
   * @param main the file that was asked for first
   * @param signature the file of its signature, where it has one
   * @throws EdosException (refused) if it is not to be believed: a signature that does not fit, a
   *     date to come; refused or external if it is malformed
   */
  Candidate read(RootName name, RootFile main, Optional<RootFile> signature) {
    String source = name.folder() + name.main();
    Verdict verdict =
        name.signature().isEmpty()
            ? keys.clearSigned(main.bytes())
            : signature
                .map(file -> keys.detached(main.bytes(), file.bytes()))
                .orElse(new Verdict.Unknown());
    Set<String> signers = signers(source, verdict);
    byte[] text = verdict instanceof Verdict.Verified verified ? verified.text() : text(name, main);
    Instant now = clock.instant();
    RepositoryRoot root =
        name.format() == PackageFormat.DEB
            ? AptRoots.read(text, source)
            : RpmRoots.read(text, source, now);
    root.made()
        .filter(made -> made.isAfter(now.plus(AHEAD)))
        .ifPresent(made -> {
          throw EdosException.refused(
              source + " says that it was made at " + made + "; set this machine's clock right");
        });
    root.expires()
        .filter(now::isAfter)
        .ifPresent(then ->
            System.getLogger(Following.class.getName())
                .log(System.Logger.Level.WARNING, "{0} expired at {1}", source, then));
    SnapshotHead head =
        new SnapshotHead(
            name.folder(),
            identity(name.format(), text),
            name.format(),
            root.made().orElse(now),
            root.made().isPresent(),
            signers);
    return new Candidate(
        head,
        Stream.concat(Stream.of(main), signature.stream()).toList(),
        withoutRoots(name.folder(), root.files()));
  }

  /** Whether a file may be the signature of a root: no known key says that it is not. */
  boolean maySign(RootFile main, RootFile signature) {
    return !(keys.detached(main.bytes(), signature.bytes()) instanceof Verdict.Wrong);
  }

  private static Set<String> signers(String source, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Wrong wrong -> throw EdosException.refused(source + ": " + wrong.why());
      case Verdict.Unknown unknown -> Set.of();
      case Verdict.Verified verified -> verified.signers();
    };
  }

  private static byte[] text(RootName name, RootFile main) {
    return name.signature().isEmpty()
        ? RootSignatures.unchecked()
            .clearSigned(new RepositoryPath(RootName.CLEAR_SIGNED), main.bytes())
        : main.bytes();
  }

  /** What a clear-signed text loses makes no other root of it. */
  private static Sha256 identity(PackageFormat format, byte[] text) {
    return format == PackageFormat.RPM
        ? Sha256.of(text)
        : Sha256.of(
            new String(text, ISO_8859_1)
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"))
                .getBytes(ISO_8859_1));
  }

  /** Roots that list themselves, as some programs have them do, say what they were, not are. */
  private static List<ListedFile> withoutRoots(String folder, List<ListedFile> files) {
    return files.stream()
        .filter(file ->
            RootName.of(folder + file.path())
                .filter(root -> root.folder().equals(folder))
                .isEmpty())
        .toList();
  }
}
