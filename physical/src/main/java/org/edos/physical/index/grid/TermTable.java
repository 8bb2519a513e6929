package org.edos.physical.index.grid;

import java.util.Arrays;

/**
 * The distinct terms of a segment that is being built, and which documents have them. A term is a
 * kind, which says how it begins, and the bytes of its text. All lies in a few large arrays: there
 * are some hundred thousand terms, each of some documents. Used by one thread.
 */
final class TermTable {
  private static final int MAX_NESTING = 500;

  private byte[] texts = new byte[1 << 20];
  private int textsEnd;
  private int[] starts = new int[1 << 16];
  private int[] hashes = new int[1 << 16];
  private int[] latest = new int[1 << 16];
  private int[] slots = new int[1 << 17];
  private int terms;

  private int[] log = new int[1 << 18];
  private int logged;
  private int[] documentEnds = new int[1 << 10];
  private int documents;

  /** How many terms there are; they are numbered as they came. */
  int terms() {
    return terms;
  }

  /** What follows is said of the next document. */
  void next() {
    if (documents == documentEnds.length) {
      documentEnds = Arrays.copyOf(documentEnds, documents * 2);
    }
    documentEnds[documents++] = logged;
  }

  /** The current document has this term, perhaps again. */
  void add(int kind, byte[] text, int from, int to) {
    int hash = hash(kind, text, from, to);
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != 0) {
      int term = slots[slot] - 1;
      if (hashes[term] == hash && isTerm(term, kind, text, from, to)) {
        log(term);
        return;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = terms + 1;
    log(create(hash, kind, text, from, to));
  }

  private void log(int term) {
    if (latest[term] == documents) {
      return;
    }
    latest[term] = documents;
    if (logged == log.length) {
      log = Arrays.copyOf(log, logged * 2);
    }
    log[logged++] = term;
    documentEnds[documents - 1] = logged;
  }

  private int create(int hash, int kind, byte[] text, int from, int to) {
    if (terms + 1 == starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
      hashes = Arrays.copyOf(hashes, hashes.length * 2);
      latest = Arrays.copyOf(latest, latest.length * 2);
    }
    int length = to - from;
    if (texts.length - textsEnd < length + 1) {
      texts = Arrays.copyOf(texts, Math.max(textsEnd + length + 1, texts.length * 2));
    }
    int term = terms++;
    hashes[term] = hash;
    texts[textsEnd] = (byte) kind;
    System.arraycopy(text, from, texts, textsEnd + 1, length);
    textsEnd += length + 1;
    starts[terms] = textsEnd;
    if (terms * 2 > slots.length) {
      grow();
    }
    return term;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int term = 0; term < terms; term++) {
      int slot = hashes[term] & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = term + 1;
    }
  }

  private boolean isTerm(int term, int kind, byte[] text, int from, int to) {
    int start = starts[term];
    return (texts[start] & 0xff) == kind
        && Arrays.equals(texts, start + 1, starts[term + 1], text, from, to);
  }

  private static int hash(int kind, byte[] text, int from, int to) {
    int hash = kind;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text[i];
    }
    hash *= 0x9E3779B9;
    return hash ^ hash >>> 15;
  }

  /** Takes the terms in order: by kind, then by their bytes as numbers from 0 to 255. */
  interface Sink {
    /**
     * A term and its documents.
     *
     * @param text whose bytes lie there from one place to another
     * @param documents numbers in ascending order, to be read only now
     * @param first place of the first of them
     * @param last the place behind the last of them
     */
    void term(int kind, byte[] text, int from, int to, int[] documents, int first, int last);
  }

  /**
   * Hands over all terms.
   *
   * @param order the documents in their final order: the one at place 0 gets the number 0
   */
  void drain(int[] order, Sink sink) {
    int[] ends = new int[terms];
    for (int i = 0; i < logged; i++) {
      ends[log[i]]++;
    }
    int sum = 0;
    for (int term = 0; term < terms; term++) {
      int count = ends[term];
      ends[term] = sum;
      sum += count;
    }
    int[] postings = new int[logged];
    for (int number = 0; number < order.length; number++) {
      int document = order[number];
      for (int i = document == 0 ? 0 : documentEnds[document - 1];
          i < documentEnds[document];
          i++) {
        postings[ends[log[i]]++] = number;
      }
    }
    int[] sorted = new int[terms];
    Arrays.setAll(sorted, term -> term);
    sort(sorted, 0, terms, 0, 0);
    for (int term : sorted) {
      int start = starts[term];
      int first = term == 0 ? 0 : ends[term - 1];
      sink.term(
          texts[start] & 0xff, texts, start + 1, starts[term + 1], postings, first, ends[term]);
    }
  }

  /**
   * Three-way radix quicksort (Bentley and Sedgewick, Fast Algorithms for Sorting and Searching
   * Strings, 1997): terms that agree up to a depth are divided by their byte there. Terms chosen to
   * make it slow are left to the platform's sort.
   */
  private void sort(int[] sorted, int from, int to, int depth, int nesting) {
    if (nesting > MAX_NESTING) {
      sortOtherwise(sorted, from, to);
      return;
    }
    int low = from;
    int high = to;
    int at = depth;
    while (high - low > 1) {
      int pivot = byteAt(sorted[(low + high) >>> 1], at);
      int less = low;
      int greater = high;
      for (int i = low; i < greater; ) {
        int value = byteAt(sorted[i], at);
        if (value < pivot) {
          swap(sorted, less++, i++);
        } else if (value > pivot) {
          swap(sorted, i, --greater);
        } else {
          i++;
        }
      }
      sort(sorted, low, less, at, nesting + 1);
      sort(sorted, greater, high, at, nesting + 1);
      if (pivot < 0) {
        return;
      }
      low = less;
      high = greater;
      at++;
    }
  }

  private void sortOtherwise(int[] sorted, int from, int to) {
    int[] part =
        Arrays.stream(sorted, from, to)
            .boxed()
            .sorted((one, other) ->
                Arrays.compareUnsigned(
                    texts, starts[one], starts[one + 1], texts, starts[other], starts[other + 1]))
            .mapToInt(Integer::intValue)
            .toArray();
    System.arraycopy(part, 0, sorted, from, part.length);
  }

  private int byteAt(int term, int depth) {
    int place = starts[term] + depth;
    return place < starts[term + 1] ? texts[place] & 0xff : -1;
  }

  private static void swap(int[] sorted, int one, int other) {
    int kept = sorted[one];
    sorted[one] = sorted[other];
    sorted[other] = kept;
  }
}
