package org.edos.physical.index.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.edos.core.query.Field;
import org.edos.core.query.Query;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which blocks of a segment a condition is likely to need, so that they can be fetched at once:
 * those of its terms and of short ranges. Long ranges are read only when the other parts leave so
 * much that it is worth it.
 */
final class Plan implements Lists {
  private final Segment segment;
  private final Set<String> blocks = new HashSet<>();

  private Plan(Segment segment) {
    this.segment = segment;
  }

  /** The names of the blocks. */
  static Set<String> blocks(Query condition, Segment segment) {
    Plan plan = new Plan(segment);
    new Evaluation(plan, Evaluation.TEXT_FIELDS, (leaf, found) -> {})
        .matches(condition, something());
    return plan.blocks;
  }

  private static RoaringBitmap something() {
    return RoaringBitmap.bitmapOf(0);
  }

  @Override
  public boolean isPlan() {
    return true;
  }

  @Override
  public RoaringBitmap term(String term) {
    blocks.addAll(segment.blockOf(term.getBytes(UTF_8)));
    return something();
  }

  @Override
  public RoaringBitmap prefix(String prefix) {
    List<String> names = segment.blocksOf(prefix.getBytes(UTF_8));
    if (names.size() <= Cost.FEW_BLOCKS) {
      blocks.addAll(names);
    }
    return something();
  }

  @Override
  public RoaringBitmap scan(
      String prefix, Predicate<String> wanted, RoaringBitmap rpms, Predicate<String> wantedOfRpms) {
    return prefix(prefix);
  }

  @Override
  public long[] column(Field field) {
    return new long[0];
  }

  @Override
  public boolean isDearerThan(String prefix, RoaringBitmap documents) {
    return false;
  }
}
