package org.edos.actor;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.release.SignedCompositionXml;

/**
 * Downloads and shares contents and asks a mirror everything else. Compositions that it has accepted are kept, so that
 * apt and dnf are served from what is here when the mirror is away.
 */
public final class Client extends Peer {
  private static final String PREFIX = "release/";

  /** Begins to listen to the mirror's channels. */
  public Client(PeerParts parts) {
    super(parts);
  }

  @Override
  public String actor() {
    return "client";
  }

  @Override
  Optional<SignedComposition> knownComposition(ReleaseId release) {
    return parts.documents().get(PREFIX + release).map(SignedCompositionXml::read);
  }

  @Override
  public Composition composition(ReleaseId release) {
    Optional<SignedComposition> known = knownComposition(release);
    if (known.isPresent()) {
      return CompositionXml.read(known.get().xml());
    }
    SignedComposition signed = signedComposition(release);
    Composition accepted = trust.accept(signed);
    parts.documents().put(PREFIX + release, SignedCompositionXml.write(signed));
    return accepted;
  }

  @Override
  List<ReleaseId> localReleases() {
    return parts.documents().keys(PREFIX).stream()
        .map(key -> ReleaseId.parse(key.substring(PREFIX.length())))
        .toList();
  }

  @Override
  ReleaseId resolve(String release) {
    try {
      return super.resolve(release);
    } catch (EdosException e) {
      if (e.category() != EdosException.Category.EXTERNAL) {
        throw e;
      }
      return localReleases().stream()
          .filter(known -> known.name().equals(release))
          .map(this::composition)
          .max(Comparator.comparingLong(Composition::number))
          .map(Composition::id)
          .orElseThrow(() -> e);
    }
  }

  @Override
  public List<PublishedRelease> releases() {
    try {
      return super.releases();
    } catch (EdosException e) {
      if (e.category() != EdosException.Category.EXTERNAL) {
        throw e;
      }
      return localReleases().stream()
          .flatMap(release -> knownComposition(release).stream())
          .map(signed -> PublishedRelease.of(CompositionXml.read(signed.xml()), signed.digest()))
          .sorted(Comparator.comparingLong(PublishedRelease::number))
          .toList();
    }
  }
}
