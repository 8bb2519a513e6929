package org.edos.app.rest;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lists in pages: {@code cursor} says where to go on, {@code limit} how many at most, and the
 * answer's {@code Link} header (RFC 8288) where the next page is. A cursor names the last one of
 * the page before, so that nothing is passed over or comes twice when others come and go.
 */
final class Pages {
  private static final int MOST = 10_000;
  private static final String NAME = "cursor";

  /** What a cursor stands in the place of. */
  private static final Set<String> DONE = Set.of(NAME, "offset");

  /** Where to go on in a list that is ordered by text. */
  static final Parameter.Text CURSOR =
      Parameter.text(NAME, "where to go on, as the Link header of the page before says");

  /** How many at most; 0 for all of a list. */
  static final Parameter.Number LIMIT =
      Parameter.number("limit", "how many at most; 0 for all", 0, 0, MOST);

  /** Where to go on in what is numbered: the last number seen. */
  static final Parameter.Number AFTER =
      Parameter.number(NAME, "the last number seen", 0, 0, Long.MAX_VALUE);

  /** How many at most of what is numbered. */
  static final Parameter.Number USUAL = Parameter.number("limit", "how many at most", 100, 1, MOST);

  private Pages() {}

  /**
   * Answers with a list, or a page of it in the order of a text that each has of its own.
   *
   * @param key that text
   */
  static <T> void send(Context ctx, List<T> all, Function<T, String> key) {
    int limit = (int) LIMIT.of(ctx);
    String cursor = CURSOR.of(ctx);
    if (limit == 0 && cursor.isEmpty()) {
      Json.send(ctx, all);
      return;
    }
    List<T> rest =
        all.stream()
            .filter(one -> cursor.isEmpty() || key.apply(one).compareTo(cursor) > 0)
            .sorted(Comparator.comparing(key))
            .toList();
    List<T> page = limit == 0 ? rest : rest.subList(0, Math.min(limit, rest.size()));
    if (page.size() < rest.size()) {
      link(ctx, key.apply(page.getLast()));
    }
    Json.send(ctx, page);
  }

  /**
   * Answers with a page of what is numbered; a full one may have another behind it.
   *
   * @param number of one
   */
  static <T> void send(Context ctx, List<T> page, long limit, Function<T, Long> number) {
    if (page.size() >= limit) {
      link(ctx, Long.toString(number.apply(page.getLast())));
    }
    Json.send(ctx, page);
  }

  /** Says where the next page is: the same call, from there. */
  static void link(Context ctx, String cursor) {
    String query =
        ctx.queryParamMap().entrySet().stream()
            .filter(parameter -> !DONE.contains(parameter.getKey()))
            .flatMap(
                parameter -> parameter.getValue().stream().map(value -> encoded(parameter, value)))
            .collect(Collectors.joining());
    ctx.header("Link", "<" + ctx.path() + "?cursor=" + encoded(cursor) + query + ">; rel=\"next\"");
  }

  private static String encoded(Map.Entry<String, List<String>> parameter, String value) {
    return "&" + encoded(parameter.getKey()) + "=" + encoded(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
