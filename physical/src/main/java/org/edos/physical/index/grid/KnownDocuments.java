package org.edos.physical.index.grid;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which documents segments hold already, by their SHA-256, so that they are not stored again. Used
 * by one thread.
 */
final class KnownDocuments {
  private final List<Segment> segments;
  private final List<byte[]> hashes = new ArrayList<>();
  private final LongMap places = new LongMap();

  /**
   * Where a document lies.
   *
   * @param segment its id
   * @param number its number there
   */
  record Place(String segment, int number) {}

  KnownDocuments(List<Segment> segments) {
    this.segments = segments;
    for (int i = 0; i < segments.size(); i++) {
      byte[] column = segments.get(i).hashes();
      hashes.add(column);
      ByteBuffer buffer = ByteBuffer.wrap(column);
      for (int number = 0; number < segments.get(i).documents(); number++) {
        places.putIfAbsent(buffer.getLong(number * 32), ((long) i << 32) | number);
      }
    }
  }

  /** Where the document with this hash lies, if it does. */
  Optional<Place> find(byte[] hash) {
    long place = places.get(ByteBuffer.wrap(hash).getLong());
    if (place == LongMap.ABSENT) {
      return Optional.empty();
    }
    int segment = (int) (place >>> 32);
    int number = (int) place;
    boolean same = Arrays.equals(hashes.get(segment), number * 32, number * 32 + 32, hash, 0, 32);
    return same ? Optional.of(new Place(segments.get(segment).id(), number)) : Optional.empty();
  }
}
