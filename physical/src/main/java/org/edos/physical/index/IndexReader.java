package org.edos.physical.index;

import java.util.List;
import java.util.Optional;
import org.edos.core.metadata.Document;
import org.edos.core.query.AnswerStream;
import org.edos.core.query.Question;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Sha256;
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

  /**
   * A unit's document, if a visible release has the unit; where several have it, that of the
   * newest.
   */
  Optional<Document> document(UnitId unit);

  /**
   * The document of a unit that has this SHA-256, if a visible release describes the unit so. Asked
   * by whoever holds a composition, whose entries name their documents.
   */
  Optional<Document> document(UnitId unit, Sha256 document);

  /**
   * The units whose documents match, each once, in the order asked for. Where several visible
   * releases have a unit, the document of the newest is seen.
   */
  AnswerStream ask(Question question);
}
