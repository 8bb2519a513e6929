package org.edos.app.web;

import io.javalin.http.Context;
import java.util.List;
import org.edos.core.EdosException;

/**
 * Which part of a long list a page shows.
 *
 * @param number of the part, from 1
 * @param parts how many there are, at least 1
 * @param first the place of its first row, from 1; 0 where there is none
 * @param last the place of its last row
 * @param total how many rows there are
 * @param link the address of a part, up to its number
 */
public record Paging(int number, int parts, int first, int last, int total, String link) {
  /** A part, and what it has. */
  record Part<T>(List<T> rows, Paging paging) {}

  /**
   * The part that an address asks for; the last one if there are fewer.
   *
   * @param field of the address's query that names it
   * @param link the address of a part, up to its number
   * @throws EdosException usage if it is no number
   */
  static <T> Part<T> of(List<T> all, int rows, Context ctx, String field, String link) {
    String text = Site.query(ctx, field);
    if (!text.matches("[0-9]{0,9}")) {
      throw EdosException.usage(field + " is the number of a part of the list");
    }
    int parts = Math.max(1, (all.size() + rows - 1) / rows);
    int number = Math.clamp(text.isEmpty() ? 1 : Integer.parseInt(text), 1, parts);
    int from = (number - 1) * rows;
    int to = Math.min(all.size(), from + rows);
    return new Part<>(
        List.copyOf(all.subList(from, to)),
        new Paging(number, parts, all.isEmpty() ? 0 : from + 1, to, all.size(), link));
  }
}
