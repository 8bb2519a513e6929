package org.edos.role.publish;

import java.util.Arrays;

/**
 * Contents grouped by who wants them: two are in one group when exactly the same peers want both.
 * Found by refining a partition with one wish list after another (Paige and Tarjan, "Three
 * Partition Refinement Algorithms", 1987, section 2), which is exact, takes time in proportion to
 * the sum of all wish lists, and memory for a few numbers a content. Groups are numbered by their
 * first content. Immutable.
 */
final class RequesterGroups {
  /** Takes a peer and a group that it wants. */
  interface Visit {
    void accept(int peer, int group);
  }

  private static final int NONE = -1;

  private final WishTable table;
  private final int[] groupOf;
  private final int[] firstOf;
  private final int[][] positions;

  RequesterGroups(WishTable table) {
    this.table = table;
    this.groupOf = new Refinement(table.contents()).refine(table);
    int[] requested = table.requested();
    int[] number = new int[2 * table.contents() + 2];
    Arrays.fill(number, NONE);
    int count = 0;
    boolean[] wanted = new boolean[groupOf.length];
    for (int position : requested) {
      wanted[position] = true;
      if (number[groupOf[position]] == NONE) {
        number[groupOf[position]] = count++;
      }
    }
    int[] sizes = new int[count];
    for (int position = 0; position < groupOf.length; position++) {
      groupOf[position] = wanted[position] ? number[groupOf[position]] : NONE;
      if (groupOf[position] != NONE) {
        sizes[groupOf[position]]++;
      }
    }
    positions = new int[count][];
    firstOf = new int[count];
    int[] filled = new int[count];
    for (int position : requested) {
      int group = groupOf[position];
      if (filled[group] == 0) {
        positions[group] = new int[sizes[group]];
        firstOf[group] = position;
      }
      positions[group][filled[group]++] = position;
    }
  }

  int count() {
    return positions.length;
  }

  /** The contents of a group, ascending. */
  int[] positions(int group) {
    return positions[group];
  }

  /** Gives each peer with each group that it wants; peers ascending, and so the groups of each. */
  void each(Visit visit) {
    for (int p = 0; p < table.peers(); p++) {
      int peer = p;
      table.eachWanted(
          peer,
          position -> {
            int group = groupOf[position];
            if (firstOf[group] == position) {
              visit.accept(peer, group);
            }
          });
    }
  }

  /** The peers that want each group, ascending. */
  int[][] members() {
    int[] counts = new int[count()];
    each((peer, group) -> counts[group]++);
    int[][] members = new int[count()][];
    Arrays.setAll(members, group -> new int[counts[group]]);
    Arrays.fill(counts, 0);
    each((peer, group) -> members[group][counts[group]++] = peer);
    return members;
  }

  /**
   * A partition of contents in the midst of being refined. Classes have numbers that are reused.
   */
  private static final class Refinement {
    private final int[] classOf;
    private final int[] sizes;
    private final int[] splitBy;
    private final int[] splitInto;
    private final int[] free;
    private int freeCount;
    private final int[] touched;
    private int touchedCount;

    Refinement(int contents) {
      int classes = 2 * contents + 2;
      classOf = new int[contents];
      sizes = new int[classes];
      sizes[0] = contents;
      splitBy = new int[classes];
      Arrays.fill(splitBy, NONE);
      splitInto = new int[classes];
      free = new int[classes];
      for (int number = classes - 1; number > 0; number--) {
        free[freeCount++] = number;
      }
      touched = new int[classes];
    }

    int[] refine(WishTable table) {
      for (int p = 0; p < table.peers(); p++) {
        int peer = p;
        touchedCount = 0;
        table.eachWanted(peer, position -> move(position, peer));
        for (int i = 0; i < touchedCount; i++) {
          if (sizes[touched[i]] == 0) {
            free[freeCount++] = touched[i];
          }
        }
      }
      return classOf;
    }

    private void move(int position, int peer) {
      int old = classOf[position];
      if (splitBy[old] != peer) {
        splitBy[old] = peer;
        splitInto[old] = free[--freeCount];
        touched[touchedCount++] = old;
      }
      int moved = splitInto[old];
      classOf[position] = moved;
      sizes[old]--;
      sizes[moved]++;
    }
  }
}
