package org.edos.app.cli;

import java.util.function.BiConsumer;
import org.edos.core.EdosException;
import org.edos.core.query.Cursor;
import org.edos.core.query.SortOrder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of the answers to a question are wanted, and in which order. */
final class PageOptions {
  private static final String USUAL_SORT = "relevance";
  private static final int USUAL_LIMIT = 20;
  private static final int MOST = 10_000;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      defaultValue = USUAL_SORT,
      description =
          "relevance, name, version or size; with - before it the other way round (default:"
              + " ${DEFAULT-VALUE}).")
  private String sort = USUAL_SORT;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + USUAL_LIMIT,
      description = "At most so many answers (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--cursor",
      paramLabel = "C",
      description = "Go on after the place that an earlier call named.")
  private @Nullable String cursor;

  /**
   * Does nothing if they make sense.
   *
   * @throws EdosException (usage) if not
   */
  void check() {
    if (limit < 1 || limit > MOST) {
      throw EdosException.usage(
          "--limit is 1 to 10000, not " + limit + "; --cursor goes on from there");
    }
    SortOrder.parse(sort);
    if (cursor != null) {
      Cursor.parse(cursor);
    }
  }

  /** Gives them as parameters of a call, by their names. */
  void each(BiConsumer<String, Object> parameter) {
    parameter.accept("sort", sort);
    parameter.accept("limit", limit);
    if (cursor != null) {
      parameter.accept("cursor", cursor);
    }
  }

  /** Those that are not as usual, to be written after a command; not the place. */
  String written() {
    return (sort.equals(USUAL_SORT) ? "" : " --sort " + sort)
        + (limit == USUAL_LIMIT ? "" : " --limit " + limit);
  }
}
