package org.edos.app.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * A place in the history of a moving release, which is told the newest first. New states come in
 * before every place that was told, so that a place stays good.
 *
 * @param number of the state that made the change
 * @param place of the change among those of that state, from 1
 */
record HistoryCursor(long number, int place) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,9})");

  /** Before the newest. */
  static final HistoryCursor START = new HistoryCursor(Long.MAX_VALUE, Integer.MAX_VALUE);

  /**
   * Reads what {@link #toString} wrote; nothing is the start.
   *
   * @throws EdosException (usage) if it is something else
   */
  static HistoryCursor parse(String text) {
    if (text.isEmpty()) {
      return START;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw EdosException.usage(
          "not a cursor of a history: '" + text + "'; take the address that Link names");
    }
    return new HistoryCursor(Long.parseLong(form.group(1)), Integer.parseInt(form.group(2)));
  }

  /** The place of the next change, which that state made. */
  HistoryCursor next(long state) {
    return new HistoryCursor(state, state == number ? place + 1 : 1);
  }

  /** Whether this comes later in the history than another, so that it is older. */
  boolean isBehind(HistoryCursor other) {
    return number < other.number || (number == other.number && place > other.place);
  }

  @Override
  public String toString() {
    return number + "-" + place;
  }
}
