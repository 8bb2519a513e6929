package org.edos.core.gateway;

import java.util.Optional;
import org.edos.core.EdosException;

/** Turns the paths that indexes write into the one form that addresses have here. */
public final class UrlPath {
  private static final int MOST_CHARACTERS = 1024;
  private static final boolean[] PLAIN = new boolean[128];

  static {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/"
        .chars()
        .forEach(c -> PLAIN[c] = true);
  }

  private UrlPath() {}

  /**
   * A path that is written as the file is called, as Debian's indexes do.
   *
   * @return relative, in the form of {@link OriginAddress}; empty if it is unsafe, absolute or of
   *     more than 1,024 characters
   */
  public static Optional<String> ofPlain(String path) {
    String relative = path.startsWith("./") ? path.substring(2) : path;
    return isCanonical(relative)
        ? Optional.of(relative)
        : canonical(relative.replace("%", "%25").replace("?", "%3F").replace("#", "%23"));
  }

  /**
   * A path that is written as a URL's or as the file is called, as the indexes of rpm repositories
   * do.
   *
   * @return as {@link #ofPlain} does
   */
  public static Optional<String> ofReference(String path) {
    String relative = path.startsWith("./") ? path.substring(2) : path;
    return isCanonical(relative)
        ? Optional.of(relative)
        : canonical(relative.replace("?", "%3F").replace("#", "%23"));
  }

  private static boolean isCanonical(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c >= 128 || !PLAIN[c]) {
        return false;
      }
    }
    return isSafe(path);
  }

  private static Optional<String> canonical(String path) {
    if (!isSafe(path)) {
      return Optional.empty();
    }
    try {
      String url = OriginAddress.of("http://a/" + path).uri().getRawPath().substring(1);
      return isSafe(url) ? Optional.of(url) : Optional.empty();
    } catch (EdosException e) {
      return Optional.empty();
    }
  }

  private static boolean isSafe(String path) {
    int start = 0;
    for (int i = 0; i <= path.length(); i++) {
      if (i == path.length() || path.charAt(i) == '/') {
        String part = i - start > 2 ? "" : path.substring(start, i);
        if (i == start || part.equals(".") || part.equals("..")) {
          return false;
        }
        start = i + 1;
      }
    }
    return path.length() <= MOST_CHARACTERS;
  }
}
