package org.edos.physical.index;

import org.edos.core.EdosException;
import org.edos.core.metadata.Document;
import org.edos.core.release.PublishedRelease;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.SignedComposition;
import org.edos.core.unit.Sha256;
import org.edos.core.unit.UnitId;

/**
 * The index as its owner sees it: releases are published into it and withdrawn from it. Safe for
 * many threads.
 */
public interface MetadataIndex extends IndexReader, AutoCloseable {
  /**
   * Begins to publish a release. Nothing of it is visible until {@link Publication#commit()} has
   * returned; a publication that is closed, or whose process dies, before that leaves nothing
   * visible behind.
   *
   * @throws EdosException (usage) if this release is visible already
   */
  Publication open(ReleaseId release);

  /**
   * Begins to publish a release anew: where it is visible, what is committed takes its place by the
   * same atomic switch, so that readers see the one or the other and never neither.
   */
  Publication replace(ReleaseId release);

  /** Withdraws a release by one atomic switch; says whether it was visible. */
  boolean unpublish(ReleaseId release);

  @Override
  void close();

  /** A release on its way into the index. Used by one thread. */
  interface Publication extends AutoCloseable {
    /**
     * Adds a document; documents of units that another release brought are added again and stored
     * once.
     *
     * @throws EdosException refused if another document was added for the same unit; external if it
     *     is malformed
     */
    void add(Document document);

    /**
     * Adds a document that the index has already, without reading it; says whether it has it.
     *
     * @param document hash of the document
     * @throws EdosException (refused) if another document was added for the same unit
     */
    boolean addKnown(UnitId unit, Sha256 document);

    /**
     * Makes the release visible and durable by one atomic switch, and closes the publication. Where
     * releases have different documents for a unit, the one of the highest number is seen.
     *
     * @throws EdosException (usage) if it is not the release that was opened, or was made visible
     *     by another meanwhile; where it replaces one, if that has a number as high
     */
    void commit(PublishedRelease release, SignedComposition composition);

    /** Drops what was added, unless it was committed. */
    @Override
    void close();
  }
}
