package org.edos.physical.index.grid;

import org.roaringbitmap.RoaringBitmap;

/**
 * Which documents match, as far as posting lists tell. Neither is to be changed.
 *
 * @param sure these do
 * @param maybe these may: all that do are among them, and so are the sure ones
 */
record Found(RoaringBitmap sure, RoaringBitmap maybe) {
  /** Just these match. */
  static Found exactly(RoaringBitmap documents) {
    return new Found(documents, documents);
  }

  /** Any of these may match, or none. */
  static Found perhaps(RoaringBitmap documents) {
    return new Found(new RoaringBitmap(), documents);
  }

  boolean isExact() {
    return sure == maybe || sure.getCardinality() == maybe.getCardinality();
  }

  Found or(Found other) {
    RoaringBitmap both = RoaringBitmap.or(maybe, other.maybe);
    return sure == maybe && other.sure == other.maybe
        ? exactly(both)
        : new Found(RoaringBitmap.or(sure, other.sure), both);
  }

  /** Those of a scope, which all of this is within, that do not match. */
  Found not(RoaringBitmap scope) {
    RoaringBitmap left = RoaringBitmap.andNot(scope, sure);
    return sure == maybe ? exactly(left) : new Found(RoaringBitmap.andNot(scope, maybe), left);
  }

  /** These within a scope. */
  Found within(RoaringBitmap scope) {
    RoaringBitmap some = RoaringBitmap.and(maybe, scope);
    return sure == maybe ? exactly(some) : new Found(RoaringBitmap.and(sure, scope), some);
  }
}
