package org.edos.app.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Range header asks for of a representation of a known size, after RFC 9110 section 14.
 *
 * @param kind whether the whole, parts, or nothing that exists is asked for
 * @param parts in the order asked for; empty unless the kind is PARTS
 */
record ByteRanges(Kind kind, List<Part> parts) {
  /** What is asked for. */
  enum Kind {
    WHOLE,
    PARTS,
    UNSATISFIABLE
  }

  /**
   * A part.
   *
   * @param first its first byte
   * @param last its last byte, inclusive
   */
  record Part(long first, long last) {
    long length() {
      return last - first + 1;
    }
  }

  private static final int MOST_PARTS = 1024;
  private static final Pattern SPEC = Pattern.compile("([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18})");
  private static final ByteRanges ALL = new ByteRanges(Kind.WHOLE, List.of());

  ByteRanges {
    parts = List.copyOf(parts);
  }

  /** The whole, whatever was asked for. */
  static ByteRanges whole() {
    return ALL;
  }

  /**
   * Reads the header. A header of another unit or with bad syntax is ignored, as the RFC wants; so
   * is one with very many parts, or whose parts together are longer than the whole, which only
   * overlapping ones are.
   */
  static ByteRanges parse(String header, long size) {
    String value = header.strip();
    if (!value.toLowerCase(Locale.ROOT).startsWith("bytes=")) {
      return ALL;
    }
    String[] specs = value.substring(6).split(",", -1);
    if (specs.length > MOST_PARTS) {
      return ALL;
    }
    List<Part> parts = new ArrayList<>();
    long bytes = 0;
    boolean any = false;
    for (String spec : specs) {
      if (spec.isBlank()) {
        continue; // an empty element of a list counts as none
      }
      Matcher matcher = SPEC.matcher(spec.strip());
      if (!matcher.matches() || isBackwards(matcher)) {
        return ALL;
      }
      any = true;
      Part part = part(matcher, size);
      if (part.first() < size && part.length() > 0) {
        parts.add(part);
        bytes += part.length();
      }
    }
    if (!any || bytes > size) {
      return ALL;
    }
    return parts.isEmpty()
        ? new ByteRanges(Kind.UNSATISFIABLE, parts)
        : new ByteRanges(Kind.PARTS, parts);
  }

  private static boolean isBackwards(Matcher matcher) {
    return matcher.group(3) == null
        && !matcher.group(2).isEmpty()
        && Long.parseLong(matcher.group(2)) < Long.parseLong(matcher.group(1));
  }

  private static Part part(Matcher matcher, long size) {
    if (matcher.group(3) != null) {
      long suffix = Math.min(size, Long.parseLong(matcher.group(3)));
      return new Part(size - suffix, size - 1);
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? size - 1 : Long.parseLong(matcher.group(2));
    return new Part(first, Math.min(last, size - 1));
  }
}
