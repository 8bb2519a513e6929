package org.edos.physical.index;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.edos.core.metadata.Document;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;

/**
 * Another peer's releases, whole, for a mirror to copy. What it gives is unverified. Safe for use
 * by many threads.
 */
public interface ReleaseSource {
  /** The releases visible there. */
  List<PublishedRelease> releases();

  /** A release's composition, if it is visible there. */
  Optional<SignedComposition> composition(ReleaseId release);

  /**
   * Streams every document of a release.
   *
   * @throws org.edos.core.EdosException not found if it is not visible there; external if the
   *     stream breaks off
   */
  void documents(ReleaseId release, Consumer<Document> sink);
}
