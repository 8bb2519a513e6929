package org.edos.core.query;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.edos.core.EdosException;

/**
 * The order in which answers are given. Total: two units never stand at the same place.
 *
 * @param by what is compared first
 * @param descending whether that is turned round; what is equal by it stays in {@link AnswerOrder}
 */
public record SortOrder(Sort by, boolean descending) {
  /** Best first: what everybody gets who asks for nothing else. */
  public static final SortOrder BEST_FIRST = new SortOrder(Sort.RELEVANCE, false);

  /**
   * Reads {@code name} or, descending, {@code -name}.
   *
   * @throws EdosException (usage) if it is no order
   */
  public static SortOrder parse(String text) {
    boolean descending = text.startsWith("-");
    String name = text.substring(descending ? 1 : 0);
    return Arrays.stream(Sort.values())
        .filter(by -> written(by).equals(name))
        .findFirst()
        .map(by -> new SortOrder(by, descending))
        .orElseThrow(() ->
            EdosException.usage(
                "there is no order '%s'; orders are %s, each also with - before it to turn it round"
                    .formatted(
                        text.length() > 40 ? text.substring(0, 40) : text,
                        Arrays.stream(Sort.values())
                            .map(SortOrder::written)
                            .collect(Collectors.joining(", ")))));
  }

  /** The order of the places that answers have in this order. */
  public Comparator<Cursor> comparator() {
    Comparator<Cursor> first =
        switch (by) {
          case RELEVANCE -> Comparator.comparing(Cursor::byText);
          case NAME -> Comparator.comparing(cursor -> cursor.unit().name());
          case VERSION -> (a, b) -> AnswerOrder.compareVersions(a.unit(), b.unit());
          case SIZE -> Comparator.comparingLong(Cursor::size);
        };
    return (descending ? first.reversed() : first)
        .thenComparing(Cursor::unit, AnswerOrder.INSTANCE);
  }

  private static String written(Sort by) {
    return by.name().toLowerCase(Locale.ROOT);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return (descending ? "-" : "") + written(by);
  }
}
