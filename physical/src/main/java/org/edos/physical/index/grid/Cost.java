package org.edos.physical.index.grid;

import org.edos.core.query.Field;
import org.edos.core.query.Query;

/**
 * What answering costs, in microseconds as measured, so that the cheaper of two ways is taken. Only
 * their proportions matter.
 */
final class Cost {
  /** Reading, unpacking and looking through a document. */
  private static final int DOCUMENT = 30;

  /** Walking through the terms of a block that is at hand. */
  private static final int BLOCK = 3;

  /** Fetching one that is not, on a fast network. */
  private static final int FETCH = 15;

  /** Ranges of at most so many blocks of a segment are fetched with all else at the beginning. */
  static final int FEW_BLOCKS = 32;

  private Cost() {}

  /** Whether looking at the documents is cheaper than reading a range of blocks. */
  static boolean isLookingCheaper(int documents, int blocks) {
    return (long) documents * DOCUMENT < (long) blocks * (BLOCK + FETCH);
  }

  /**
   * How much work a part of a condition is likely to be before anything is known about it: those
   * that are more are done on what the others leave.
   */
  static int of(Query query) {
    return switch (query) {
      case Query.All all -> 0;
      case Query.Has has when has.field().kind() != Field.Kind.TEXT -> has.prefix() ? 2 : 1;
      case Query.Has has -> 3;
      case Query.Is is -> 2;
      case Query.Text text -> 3;
      case Query.Exists exists -> 5;
      case Query.Compare compare -> compare.field() == Field.VERSION ? 7 : 4;
      case Query.StartsWith start -> 5;
      case Query.And and -> and.all().stream().mapToInt(Cost::of).min().orElse(0) + 1;
      case Query.Or or -> or.any().stream().mapToInt(Cost::of).max().orElse(0) + 1;
      case Query.Not not -> 6;
      case Query.Within within -> 8;
    };
  }
}
