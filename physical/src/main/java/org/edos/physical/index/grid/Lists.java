package org.edos.physical.index.grid;

import java.util.function.Predicate;
import org.edos.core.query.Field;
import org.roaringbitmap.RoaringBitmap;

/** What a segment's posting lists and columns say. What is given may be changed. */
interface Lists {
  /** The documents listed under a term. */
  RoaringBitmap term(String term);

  /** The documents listed under any term that begins so. */
  RoaringBitmap prefix(String prefix);

  /**
   * The documents listed under the terms that begin so and whose rest, as text, is wanted.
   *
   * @param rpms of which the rest is decided by {@code wantedOfRpms}
   */
  RoaringBitmap scan(
      String prefix, Predicate<String> wanted, RoaringBitmap rpms, Predicate<String> wantedOfRpms);

  /** The documents listed under the terms that begin so and whose rest is wanted. */
  default RoaringBitmap scan(String prefix, Predicate<String> wanted) {
    return scan(prefix, wanted, new RoaringBitmap(), wanted);
  }

  /** A numeric field by document number, {@link SegmentBuilder#NO_NUMBER} where there is none. */
  long[] column(Field field);

  /** Whether nothing is read, but only noted what would be. */
  default boolean isPlan() {
    return false;
  }

  /**
   * Whether reading the lists of the terms that begin so is more work than looking at so many
   * documents.
   */
  boolean isDearerThan(String prefix, RoaringBitmap documents);
}
