package org.edos.core.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.unit.UnitId;

/**
 * The place of an answer in a sort order: the next page begins after it. It stays good when
 * releases come and go, and when the unit itself is there no more. Immutable.
 *
 * @param sort the order
 * @param byText whether the words looked for are in the unit's text but not in its name
 * @param size of the unit in bytes, {@value #NO_SIZE} if it has none
 * @param unit the answer
 */
public record Cursor(SortOrder sort, boolean byText, long size, UnitId unit) {
  /** Stands for the size of what has none. */
  public static final long NO_SIZE = -1;

  private static final int MAX_LENGTH = 5 * UnitId.MAX_LENGTH;
  private static final Pattern WRITTEN =
      Pattern.compile("([-a-z]{1,20}) ([nt]) (-1|[0-9]{1,18}) (.+)", Pattern.DOTALL);

  /** The place of a matching document among the answers to a condition. */
  public static Cursor of(SortOrder sort, Query condition, DocumentFields document) {
    boolean byText = condition.hasText() && !condition.matchesByName(document);
    OptionalLong size =
        document.values(Field.SIZE).stream()
            .limit(1)
            .flatMapToLong(value -> Interval.valueOf(Field.SIZE, value).stream())
            .findFirst();
    return new Cursor(sort, byText, size.orElse(NO_SIZE), document.id());
  }

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @throws EdosException (usage) if it is anything else
   */
  public static Cursor parse(String text) {
    if (text.length() <= MAX_LENGTH) {
      try {
        Matcher matcher = WRITTEN.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
        if (matcher.matches()) {
          return new Cursor(
              SortOrder.parse(matcher.group(1)),
              matcher.group(2).equals("t"),
              Long.parseLong(matcher.group(3)),
              UnitId.parse(matcher.group(4)));
        }
      } catch (IllegalArgumentException | EdosException e) {
        throw unreadable(e);
      }
    }
    throw unreadable(new IllegalArgumentException("too long, or of another form"));
  }

  private static EdosException unreadable(Exception cause) {
    return new EdosException(
        EdosException.Category.USAGE,
        "this is no place among answers; use one exactly as a page of answers gave it, or begin"
            + " again without",
        cause);
  }

  /** Whether an answer at that place comes after this one. */
  public boolean isBefore(Cursor other) {
    return sort.comparator().compare(this, other) < 0;
  }

  /** Opaque text of letters, digits, {@code -} and {@code _}. */
  @Override
  public String toString() {
    String text = "%s %s %d %s".formatted(sort, byText ? "t" : "n", size, unit);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
