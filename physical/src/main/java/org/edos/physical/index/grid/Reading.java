package org.edos.physical.index.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.roaringbitmap.RoaringBitmap;

/**
 * The posting lists of some segments as one question reads them: what it is likely to need by one
 * round trip at the beginning, the rest when it turns out to be needed. Used by one thread.
 */
final class Reading {
  /** Ranges of more blocks are fetched segment by segment, so that memory is bounded: 16 MB. */
  private static final int MOST_AT_ONCE = 8_000;

  private final Blocks postings;
  private final List<Segment> segments;
  private final Work work;
  private final Map<String, byte[]> blocks = new HashMap<>();

  Reading(Blocks postings, List<Segment> segments, Work work) {
    this.postings = postings;
    this.segments = segments;
    this.work = work;
  }

  /** Fetches what the condition is likely to need. */
  void prepare(Query condition) {
    Set<String> names = new HashSet<>();
    segments.forEach(segment -> names.addAll(Plan.blocks(condition, segment)));
    fetch(names);
  }

  private void fetch(Set<String> names) {
    names.removeAll(blocks.keySet());
    if (!names.isEmpty()) {
      blocks.putAll(postings.recent(names, work));
    }
  }

  private byte[] block(String name) {
    byte[] block = blocks.get(name);
    if (block == null) {
      fetch(new HashSet<>(List.of(name)));
      block = blocks.get(name);
    }
    if (block == null) {
      throw new Blocks.Missing(name);
    }
    return block;
  }

  /** The blocks of a range in a segment, fetched along with those of the other segments. */
  private List<byte[]> range(Segment segment, byte[] prefix) {
    List<String> names = segment.blocksOf(prefix);
    if (!blocks.keySet().containsAll(names)) {
      Set<String> all = new HashSet<>();
      segments.forEach(other -> all.addAll(other.blocksOf(prefix)));
      if (all.size() > MOST_AT_ONCE) {
        return new ArrayList<>(inOrder(names, postings.recent(names, work)));
      }
      fetch(all);
    }
    return inOrder(names, blocks);
  }

  private static List<byte[]> inOrder(List<String> names, Map<String, byte[]> blocks) {
    List<byte[]> ordered = new ArrayList<>(names.size());
    for (String name : names) {
      byte[] block = blocks.get(name);
      if (block == null) {
        throw new Blocks.Missing(name);
      }
      ordered.add(block);
    }
    return ordered;
  }

  /** The lists of one of the segments. */
  Lists of(Segment segment) {
    return new SegmentLists(segment);
  }

  private final class SegmentLists implements Lists {
    private final Segment segment;
    private final Map<String, RoaringBitmap> terms = new HashMap<>();

    SegmentLists(Segment segment) {
      this.segment = segment;
    }

    @Override
    public RoaringBitmap term(String term) {
      return terms.computeIfAbsent(term, this::read).clone();
    }

    private RoaringBitmap read(String term) {
      byte[] wanted = term.getBytes(UTF_8);
      RoaringBitmap found = new RoaringBitmap();
      for (String name : segment.blockOf(wanted)) {
        TermBlocks.Cursor cursor = new TermBlocks.Cursor(block(name));
        int comparison = -1;
        while (comparison < 0 && cursor.next()) {
          comparison = cursor.compareTo(wanted);
        }
        if (comparison == 0) {
          cursor.readInto(found);
        }
      }
      return found;
    }

    @Override
    public RoaringBitmap prefix(String prefix) {
      RoaringBitmap found = new RoaringBitmap();
      walk(prefix, (from, cursor) -> cursor.readInto(found));
      return found;
    }

    @Override
    public RoaringBitmap scan(
        String prefix,
        Predicate<String> wanted,
        RoaringBitmap rpms,
        Predicate<String> wantedOfRpms) {
      RoaringBitmap found = new RoaringBitmap();
      walk(
          prefix,
          (from, cursor) -> {
            String rest = cursor.text(from);
            boolean other = wanted.test(rest);
            boolean rpm = !rpms.isEmpty() && wantedOfRpms.test(rest);
            if (other || rpm) {
              RoaringBitmap listed = new RoaringBitmap();
              cursor.readInto(listed);
              if (!rpms.isEmpty() && other != rpm) {
                if (rpm) {
                  listed.and(rpms);
                } else {
                  listed.andNot(rpms);
                }
              }
              found.or(listed);
            }
          });
      return found;
    }

    /** Takes a term by the length of the prefix and the cursor that stands at it. */
    private interface Visitor {
      void term(int from, TermBlocks.Cursor cursor);
    }

    private void walk(String prefix, Visitor visitor) {
      byte[] wanted = prefix.getBytes(UTF_8);
      for (byte[] block : range(segment, wanted)) {
        TermBlocks.Cursor cursor = new TermBlocks.Cursor(block);
        while (cursor.next()) {
          if (cursor.startsWith(wanted)) {
            visitor.term(wanted.length, cursor);
          } else if (cursor.compareTo(wanted) > 0) {
            return;
          }
        }
      }
    }

    @Override
    public long[] column(Field field) {
      return segment.column(field);
    }

    @Override
    public boolean isDearerThan(String prefix, RoaringBitmap documents) {
      int size = segment.blocksOf(prefix.getBytes(UTF_8)).size();
      return size > Cost.FEW_BLOCKS && Cost.isLookingCheaper(documents.getCardinality(), size);
    }
  }
}
