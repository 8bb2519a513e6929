package org.edos.role.publish;

/**
 * Who of some peers was given least so far, of equal ones the first. Choosing the first of n peers
 * takes n steps, each further one log n. For one thread.
 */
final class LeastLoaded {
  private final long[] loads;
  private final int[] heap;
  private int[] among = {};
  private int size;

  /** For peers numbered below so many. */
  LeastLoaded(int peers) {
    loads = new long[peers];
    heap = new int[peers];
  }

  /** From now on chooses among these, which it does not change. */
  void among(int[] peers) {
    if (peers == among) {
      return;
    }
    among = peers;
    size = peers.length;
    System.arraycopy(peers, 0, heap, 0, size);
    for (int at = size / 2 - 1; at >= 0; at--) {
      sift(at);
    }
  }

  /** Gives so much to the one with least, and says who it is. */
  int give(long amount) {
    int least = heap[0];
    loads[least] += amount;
    sift(0);
    return least;
  }

  private void sift(int from) {
    int moved = heap[from];
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], moved)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = moved;
  }

  private boolean isBefore(int one, int other) {
    return loads[one] < loads[other] || (loads[one] == loads[other] && one < other);
  }
}
