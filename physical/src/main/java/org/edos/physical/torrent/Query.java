package org.edos.physical.torrent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;

/**
 * The parameters of a request to a tracker, whose values are raw bytes and so decoded as characters
 * 0 to 255.
 */
final class Query {
  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  static Query parse(String raw, int mostCharacters) {
    if (raw.length() > mostCharacters) {
      throw EdosException.usage("the request is longer than " + mostCharacters + " characters");
    }
    var values = new HashMap<String, List<String>>();
    for (var pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        var name = decode(pair.substring(0, equals));
        values
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(decode(pair.substring(equals + 1)));
      }
    }
    return new Query(values);
  }

  /**
   * As in URLDecoder for ISO-8859-1, but a percent sign without two digits is refused and so is
   * anything above 255.
   */
  private static String decode(String raw) {
    var out = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        boolean whole = i + 2 < raw.length();
        if (!whole
            || !HexFormat.isHexDigit(raw.charAt(i + 1))
            || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
          throw EdosException.usage("the request is not percent-encoded");
        }
        out.append((char) HexFormat.fromHexDigits(raw, i + 1, i + 3));
        i += 2;
      } else if (c > 255) {
        throw EdosException.usage("the request is not percent-encoded");
      } else {
        out.append(c == '+' ? ' ' : c);
      }
    }
    return out.toString();
  }

  Optional<String> text(String name) {
    return all(name).stream().findFirst();
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** A value of exactly this many bytes. */
  String bytes(String name, int length) {
    return text(name)
        .filter(value -> value.length() == length)
        .orElseThrow(
            () -> EdosException.usage("the request needs " + name + ", of " + length + " bytes"));
  }

  long number(String name, long otherwise, long least, long most) {
    var given = text(name);
    long value = given.isEmpty() ? otherwise : parse(given.get()).orElse(Long.MIN_VALUE);
    if (value < least || value > most) {
      throw EdosException.usage("the request needs " + name + ", from " + least + " to " + most);
    }
    return value;
  }

  private static Optional<Long> parse(String digits) {
    return digits.matches("-?[0-9]{1,18}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
  }
}
