package org.edos.physical.torrent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.edos.core.EdosException;

/**
 * Bencoding, the notation of torrents and trackers (BEP 3). Reading accepts the canonical form
 * alone (sorted, distinct keys, no leading zeros, nothing after the value), so that two readers
 * never see two meanings in the same bytes.
 */
public final class Bencode {
  private static final int MOST_DEPTH = 16;

  /** A value. */
  public sealed interface Value {}

  /** A whole number. */
  public record Number(long value) implements Value {}

  /** A byte string; treated as immutable. */
  public record Bytes(byte[] value) implements Value {
    /** The bytes as characters 0 to 255. */
    public String latin() {
      return new String(value, StandardCharsets.ISO_8859_1);
    }
  }

  /** A list. */
  public record Items(List<Value> values) implements Value {}

  /**
   * A dictionary.
   *
   * @param entries by key, whose bytes are given as characters 0 to 255
   * @param start of its first byte
   * @param end after its last byte
   */
  public record Dictionary(SortedMap<String, Value> entries, int start, int end) implements Value {
    /** The number under this key; refused if there is none. */
    public long number(String key) {
      if (entries.get(key) instanceof Number number) {
        return number.value();
      }
      throw refused("'" + key + "' is not a number", start);
    }

    /** The byte string under this key; refused if there is none. */
    public Bytes bytes(String key) {
      if (entries.get(key) instanceof Bytes bytes) {
        return bytes;
      }
      throw refused("'" + key + "' is not a string", start);
    }

    /** The list under this key; refused if there is none. */
    public List<Value> items(String key) {
      if (entries.get(key) instanceof Items items) {
        return items.values();
      }
      throw refused("'" + key + "' is not a list", start);
    }

    /** The dictionary under this key; refused if there is none. */
    public Dictionary dictionary(String key) {
      if (entries.get(key) instanceof Dictionary dictionary) {
        return dictionary;
      }
      throw refused("'" + key + "' is not a dictionary", start);
    }

    /** The byte string under this key, if the key is there. */
    public Optional<Bytes> optionalBytes(String key) {
      return entries.containsKey(key) ? Optional.of(bytes(key)) : Optional.empty();
    }
  }

  private final byte[] input;
  private int at;
  private int valuesLeft;

  private Bencode(byte[] input, int mostValues) {
    this.input = input;
    this.valuesLeft = mostValues;
  }

  /**
   * Reads one value that fills the input.
   *
   * @param mostValues how many values and keys there may be, at every depth together
   * @throws EdosException refused if it is not canonical bencoding, is nested deeper than 16, or
   *     holds too many values
   */
  public static Value read(byte[] input, int mostValues) {
    var reader = new Bencode(input, mostValues);
    var value = reader.value(0);
    if (reader.at != input.length) {
      throw refused("bytes follow the value", reader.at);
    }
    return value;
  }

  private Value value(int depth) {
    if (depth > MOST_DEPTH) {
      throw refused("nested too deep", at);
    }
    if (--valuesLeft < 0) {
      throw refused("too many values", at);
    }
    return switch (peek()) {
      case 'i' -> number();
      case 'l' -> items(depth);
      case 'd' -> dictionary(depth);
      default -> new Bytes(bytes());
    };
  }

  private Number number() {
    at++;
    long value = digits('e');
    return new Number(value);
  }

  private Items items(int depth) {
    at++;
    var values = new ArrayList<Value>();
    while (peek() != 'e') {
      values.add(value(depth + 1));
    }
    at++;
    return new Items(values);
  }

  private Dictionary dictionary(int depth) {
    int start = at++;
    var entries = new TreeMap<String, Value>();
    while (peek() != 'e') {
      int keyAt = at;
      if (--valuesLeft < 0) {
        throw refused("too many values", at);
      }
      var key = new String(bytes(), StandardCharsets.ISO_8859_1);
      if (!entries.isEmpty() && entries.lastKey().compareTo(key) >= 0) {
        throw refused("keys are not sorted and distinct", keyAt);
      }
      entries.put(key, value(depth + 1));
    }
    at++;
    return new Dictionary(entries, start, at);
  }

  private byte[] bytes() {
    int start = at;
    long length = peek() == '-' ? -1 : digits(':');
    if (length < 0 || length > input.length - at) {
      throw refused("a string is longer than the input", start);
    }
    var bytes = Arrays.copyOfRange(input, at, at + (int) length);
    at += (int) length;
    return bytes;
  }

  private long digits(char end) {
    int start = at;
    boolean negative = peek() == '-';
    if (negative) {
      at++;
    }
    int first = at;
    long value = 0;
    while (peek() >= '0' && peek() <= '9') {
      if (at - first >= 18) {
        throw refused("a number is too large", start);
      }
      value = value * 10 + (input[at++] - '0');
    }
    boolean leadingZero = input[first] == '0' && (at - first > 1 || negative);
    if (at == first || leadingZero || peek() != end) {
      throw refused("not a number", start);
    }
    at++;
    return negative ? -value : value;
  }

  private byte peek() {
    if (at >= input.length) {
      throw refused("it ends too early", at);
    }
    return input[at];
  }

  private static EdosException refused(String what, int at) {
    return EdosException.refused("not usable bencoding: " + what + ", at byte " + at);
  }

  /** Writes a value. */
  public static byte[] write(Value value) {
    var out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(Value value, ByteArrayOutputStream out) {
    switch (value) {
      case Number number -> out.writeBytes(latin("i" + number.value() + "e"));
      case Bytes bytes -> write(bytes.value(), out);
      case Items items -> {
        out.write('l');
        items.values().forEach(item -> write(item, out));
        out.write('e');
      }
      case Dictionary dictionary -> {
        out.write('d');
        dictionary
            .entries()
            .forEach((key, item) -> {
              write(latin(key), out);
              write(item, out);
            });
        out.write('e');
      }
    }
  }

  private static void write(byte[] bytes, ByteArrayOutputStream out) {
    out.writeBytes(latin(bytes.length + ":"));
    out.writeBytes(bytes);
  }

  /** A dictionary to be written. */
  public static Dictionary dictionary(SortedMap<String, Value> entries) {
    return new Dictionary(entries, 0, 0);
  }

  /** A byte string of characters 0 to 255. */
  public static Bytes text(String latin) {
    return new Bytes(latin(latin));
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
