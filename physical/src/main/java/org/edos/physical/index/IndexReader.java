package org.edos.physical.index;

import java.util.List;
import java.util.Optional;
import org.edos.core.metadata.Document;
import org.edos.core.query.Answers;
import org.edos.core.query.Query;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.UnitId;

/**
 * What anybody may ask of the index. Every answer sees a release whole or not at all. Safe for many
 * threads.
 */
public interface IndexReader {
  /** The visible releases, in order of their compositions' numbers. */
  List<PublishedRelease> releases();

  /** A visible release's composition. */
  Optional<SignedComposition> composition(ReleaseId release);

  /** A unit's document, if a visible release has the unit. */
  Optional<Document> document(UnitId unit);

  /**
   * The units whose documents match, each once, best first: matches on the name before matches on
   * text, then by name and newest version.
   *
   * @param query what to look for
   * @param offset how many answers to pass over, from 0
   * @param limit most answers to give, 1 to 10,000
   */
  Answers query(Query query, int offset, int limit);
}
