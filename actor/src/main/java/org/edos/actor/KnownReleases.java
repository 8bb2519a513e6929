package org.edos.actor;

import java.util.List;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;

/**
 * Where an actor has its releases from: its own index, or its entry and what it has accepted
 * before.
 */
sealed interface KnownReleases permits IndexedReleases, EntryReleases {
  /** The releases that there are, oldest first, as somebody who asks now is to see them. */
  List<PublishedRelease> list();

  /**
   * The same list, perhaps a few seconds old, for those who serve one file after another. Empty
   * when whoever keeps the list is away.
   */
  Optional<List<PublishedRelease>> recentList();

  /**
   * Has the next {@link #recentList()} be of now, because there is reason to think that something
   * has changed.
   */
  void freshen();

  /** The releases as this peer has them, without asking anybody. */
  List<PublishedRelease> here();

  /** The ids of these, without asking anybody. */
  List<ReleaseId> accepted();

  /** A release's composition that this peer has accepted, without asking anybody. */
  Optional<SignedComposition> accepted(ReleaseId release);

  /**
   * A release's composition as it is now.
   *
   * @throws EdosException not found if there is none; refused if it is not to be trusted
   */
  SignedComposition signed(ReleaseId release);

  /** The release meant by {@code NAME} (the newest) or {@code NAME@VERSION}. */
  default ReleaseId resolve(String text) {
    if (text.contains("@")) {
      return ReleaseId.parse(text);
    }
    return recentList().orElseGet(this::list).stream()
        .map(PublishedRelease::id)
        .filter(release -> release.name().equals(text))
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> none(text));
  }

  /** The failure to find a release. */
  static EdosException none(String release) {
    return EdosException.notFound("no release '" + release + "'; see: edos releases");
  }
}
