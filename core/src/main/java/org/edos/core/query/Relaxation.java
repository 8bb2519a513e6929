package org.edos.core.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Conditions in which some fields may have any value. */
final class Relaxation {
  private Relaxation() {}

  /** A condition that holds wherever the given one does with other values of these fields. */
  static Query without(Query query, Set<String> fields) {
    return relaxed(query, fields, true);
  }

  /**
   * What is unknown is made true or false.
   *
   * @param unknown true where more may match, false under an odd number of NOTs
   */
  private static Query relaxed(Query query, Set<String> fields, boolean unknown) {
    return switch (query) {
      case Query.All all -> all;
      case Query.Text text -> {
        boolean mayChange = Matching.TEXT_FIELDS.stream().anyMatch(f -> isOf(f, fields));
        yield mayChange ? constant(unknown) : text;
      }
      case Query.Has has -> leaf(has, has.field(), fields, unknown);
      case Query.Exists exists -> leaf(exists, exists.field(), fields, unknown);
      case Query.Is is -> leaf(is, is.field(), fields, unknown);
      case Query.Within within -> leaf(within, within.field(), fields, unknown);
      case Query.StartsWith start -> leaf(start, start.field(), fields, unknown);
      case Query.Compare compare -> leaf(compare, compare.field(), fields, unknown);
      case Query.And and -> {
        List<Query> all = new ArrayList<>();
        and.all().forEach(part -> all.add(relaxed(part, fields, unknown)));
        yield Query.and(all);
      }
      case Query.Or or -> {
        List<Query> any = new ArrayList<>();
        or.any().forEach(part -> any.add(relaxed(part, fields, unknown)));
        yield Query.or(any);
      }
      case Query.Not not -> Query.not(relaxed(not.query(), fields, !unknown));
    };
  }

  private static Query leaf(Query leaf, Field field, Set<String> fields, boolean unknown) {
    return isOf(field, fields) ? constant(unknown) : leaf;
  }

  private static Query constant(boolean unknown) {
    return unknown ? new Query.All() : Query.NONE;
  }

  private static boolean isOf(Field field, Set<String> fields) {
    return fields.contains(field.toString());
  }
}
