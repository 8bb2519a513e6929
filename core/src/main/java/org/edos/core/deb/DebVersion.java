package org.edos.core.deb;

import java.util.Comparator;

/**
 * The order of Debian versions, {@code [EPOCH:]UPSTREAM[-REVISION]}, after Debian Policy 5.6.12:
 * runs of non-digits and runs of digits alternate; in the former letters sort before other
 * characters and {@code ~} before everything, even the end; the latter compare as numbers of any
 * length. Total: every text has a place, also one that no version may be.
 */
public final class DebVersion {
  /**
   * Orders versions as dpkg does; texts that dpkg holds for the same version, such as 1.0 and
   * 1.00-0, are equal.
   */
  public static final Comparator<String> ORDER = DebVersion::compare;

  private static final int AFTER_LETTERS = 0x20000;

  private DebVersion() {}

  /**
   * Negative, zero or positive as {@code left} is older than, the same as or newer than {@code
   * right}.
   */
  public static int compare(String left, String right) {
    int leftUpstream = afterEpoch(left);
    int rightUpstream = afterEpoch(right);
    int epochs = comparePart(left, 0, epochEnd(leftUpstream), right, 0, epochEnd(rightUpstream));
    if (epochs != 0) {
      return epochs;
    }
    int leftEnd = upstreamEnd(left, leftUpstream);
    int rightEnd = upstreamEnd(right, rightUpstream);
    int upstreams = comparePart(left, leftUpstream, leftEnd, right, rightUpstream, rightEnd);
    if (upstreams != 0) {
      return upstreams;
    }
    return comparePart(
        left,
        Math.min(leftEnd + 1, left.length()),
        left.length(),
        right,
        Math.min(rightEnd + 1, right.length()),
        right.length());
  }

  private static int afterEpoch(String version) {
    int at = 0;
    while (isDigit(version, at, version.length())) {
      at++;
    }
    return at > 0 && at < version.length() && version.charAt(at) == ':' ? at + 1 : 0;
  }

  private static int epochEnd(int upstream) {
    return Math.max(0, upstream - 1);
  }

  private static int upstreamEnd(String version, int upstream) {
    int dash = version.lastIndexOf('-');
    return dash < upstream ? version.length() : dash;
  }

  private static int comparePart(
      String left, int leftAt, int leftEnd, String right, int rightAt, int rightEnd) {
    int l = leftAt;
    int r = rightAt;
    while (l < leftEnd || r < rightEnd) {
      while (isNonDigit(left, l, leftEnd) || isNonDigit(right, r, rightEnd)) {
        int difference = Integer.compare(weight(left, l++, leftEnd), weight(right, r++, rightEnd));
        if (difference != 0) {
          return difference;
        }
      }
      l = skipZeros(left, Math.min(l, leftEnd), leftEnd);
      r = skipZeros(right, Math.min(r, rightEnd), rightEnd);
      int firstDifference = 0;
      while (isDigit(left, l, leftEnd) && isDigit(right, r, rightEnd)) {
        if (firstDifference == 0) {
          firstDifference = Character.compare(left.charAt(l), right.charAt(r));
        }
        l++;
        r++;
      }
      boolean leftLonger = isDigit(left, l, leftEnd);
      if (leftLonger || isDigit(right, r, rightEnd)) {
        return leftLonger ? 1 : -1;
      }
      if (firstDifference != 0) {
        return firstDifference;
      }
    }
    return 0;
  }

  private static int weight(String text, int at, int end) {
    if (at >= end || isDigit(text, at, end)) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '~') {
      return -1;
    }
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter ? c : c + AFTER_LETTERS;
  }

  private static int skipZeros(String text, int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) == '0') {
      at++;
    }
    return at;
  }

  private static boolean isDigit(String text, int at, int end) {
    return at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static boolean isNonDigit(String text, int at, int end) {
    return at < end && !isDigit(text, at, end);
  }
}
