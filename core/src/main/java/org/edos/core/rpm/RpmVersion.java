package org.edos.core.rpm;

/**
 * An rpm version in rpm's order: epoch first, then version, then release, each compared by rpm's
 * own rule (the function rpmvercmp). The order is not consistent with equals: {@code 1.0} and
 * {@code 1_0} differ but compare as 0.
 *
 * @param epoch digits; {@code 0} where none was written
 * @param version the upstream part
 * @param release the packager's part; empty where none was written, which sorts before any
 */
public record RpmVersion(String epoch, String version, String release)
    implements Comparable<RpmVersion> {
  /** Takes {@code [EPOCH:]VERSION[-RELEASE]} apart, whatever it holds. */
  public static RpmVersion parse(String text) {
    int digits = 0;
    while (digits < text.length() && isDigit(text.charAt(digits))) {
      digits++;
    }
    boolean hasEpoch = digits < text.length() && text.charAt(digits) == ':';
    String epoch = hasEpoch && digits > 0 ? text.substring(0, digits) : "0";
    String rest = hasEpoch ? text.substring(digits + 1) : text;
    int dash = rest.lastIndexOf('-');
    return dash < 0
        ? new RpmVersion(epoch, rest, "")
        : new RpmVersion(epoch, rest.substring(0, dash), rest.substring(dash + 1));
  }

  /** The version made of these parts; an empty epoch is 0. */
  static RpmVersion of(String epoch, String version, String release) {
    return new RpmVersion(epoch.isEmpty() ? "0" : epoch, version, release);
  }

  /** Compares two written versions, epoch and release included. */
  public static int compare(String a, String b) {
    return parse(a).compareTo(parse(b));
  }

  @Override
  public int compareTo(RpmVersion other) {
    int order = compareParts(epoch, other.epoch);
    if (order == 0) {
      order = compareParts(version, other.version);
    }
    if (order != 0) {
      return order;
    }
    return release.isEmpty() || other.release.isEmpty()
        ? Boolean.compare(!release.isEmpty(), !other.release.isEmpty())
        : compareParts(release, other.release);
  }

  /** Written without an epoch of 0, as both package headers and repository indexes mean it. */
  @Override
  public String toString() {
    boolean noEpoch = epoch.chars().allMatch(c -> c == '0');
    return (noEpoch ? "" : epoch + ":") + version + (release.isEmpty() ? "" : "-" + release);
  }

  /**
   * Compares two versions, or two releases, by rpm's rule: runs of digits and of letters in turn,
   * digits above letters, {@code ~} below the end of the text, {@code ^} just above it.
   */
  static int compareParts(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      i = skipSeparators(a, i);
      j = skipSeparators(b, j);
      char x = at(a, i);
      char y = at(b, j);
      if (x == '~' || y == '~') {
        if (x != y) {
          return x == '~' ? -1 : 1;
        }
      } else if (x == '^' || y == '^') {
        if (x != y) {
          return x == 0 || (x == '^' && y != 0) ? -1 : 1;
        }
      } else if (x == 0 || y == 0) {
        return Boolean.compare(x != 0, y != 0);
      } else {
        boolean number = isDigit(x);
        int endOfA = endOfRun(a, i, number);
        int endOfB = endOfRun(b, j, number);
        if (endOfB == j) {
          return number ? 1 : -1;
        }
        int order = compareRuns(a.substring(i, endOfA), b.substring(j, endOfB), number);
        if (order != 0) {
          return order;
        }
        i = endOfA;
        j = endOfB;
        continue;
      }
      i++;
      j++;
    }
    return 0;
  }

  private static int compareRuns(String a, String b, boolean number) {
    String x = number ? a.replaceFirst("^0+", "") : a;
    String y = number ? b.replaceFirst("^0+", "") : b;
    int order = number ? Integer.compare(x.length(), y.length()) : 0;
    return order != 0 ? order : Integer.signum(x.compareTo(y));
  }

  private static int skipSeparators(String text, int from) {
    int i = from;
    while (i < text.length()
        && !isDigit(text.charAt(i))
        && !isLetter(text.charAt(i))
        && text.charAt(i) != '~'
        && text.charAt(i) != '^') {
      i++;
    }
    return i;
  }

  private static int endOfRun(String text, int from, boolean number) {
    int i = from;
    while (i < text.length() && (number ? isDigit(text.charAt(i)) : isLetter(text.charAt(i)))) {
      i++;
    }
    return i;
  }

  private static char at(String text, int i) {
    return i < text.length() ? text.charAt(i) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
