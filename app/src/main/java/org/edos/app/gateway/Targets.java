package org.edos.app.gateway;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.gateway.OriginAddress;

/**
 * The ways in which clients name a file of an origin: as a proxy is asked ({@code
 * http://HOST/PATH}), by path ({@code /origin/HOST/PATH}, {@code /origin/https/HOST/PATH}, {@code
 * /HOST.TLD/PATH}), and with apt-cacher-ng's sign for https, a host of that name: {@code
 * http://HTTPS///HOST/PATH}.
 */
final class Targets {
  /** The folder of path style. */
  static final String PREFIX = "/origin/";

  private static final String SECURE = "https";
  private static final Set<String> SCHEMES = Set.of("http", SECURE);
  private static final Pattern HOST =
      Pattern.compile(
          "(?i)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+(:[0-9]{1,5})?");
  private static final Pattern SECURE_SIGN = Pattern.compile("(?i)http://https/");
  private static final Pattern SLASHES = Pattern.compile("/+");

  private Targets() {}

  /**
   * Reads what a proxy is asked for.
   *
   * @param target an absolute URI, as it came
   * @throws EdosException usage or refused, as {@link OriginAddress#of}
   */
  static OriginAddress proxied(String target) {
    Matcher sign = SECURE_SIGN.matcher(target);
    return sign.lookingAt() ? secured(target.substring(sign.end() - 1)) : OriginAddress.of(target);
  }

  /**
   * Reads a path of this daemon that may name a file of an origin.
   *
   * @param rawPath as it came, with its query
   * @return empty where it names none
   * @throws EdosException usage or refused, as {@link OriginAddress#of}
   */
  static Optional<OriginAddress> byPath(String rawPath) {
    if (rawPath.startsWith(PREFIX)) {
      return Optional.of(underPrefix(rawPath.substring(PREFIX.length())));
    }
    int slash = rawPath.indexOf('/', 1);
    if (slash < 0 || !rawPath.startsWith("/")) {
      return Optional.empty();
    }
    String first = rawPath.substring(1, slash);
    if (first.equals(SECURE.toUpperCase(Locale.ROOT))) {
      return Optional.of(secured(rawPath.substring(slash)));
    }
    return HOST.matcher(first).matches()
        ? Optional.of(OriginAddress.of("http:/" + rawPath))
        : Optional.empty();
  }

  /**
   * Reads the target of a request line.
   *
   * @return empty where it is no address at an origin
   */
  static Optional<OriginAddress> ofLine(String target) {
    try {
      return target.startsWith("/") ? byPath(target) : Optional.of(proxied(target));
    } catch (EdosException e) {
      return Optional.empty();
    }
  }

  private static OriginAddress underPrefix(String rest) {
    int slash = rest.indexOf('/');
    String first = slash < 0 ? rest : rest.substring(0, slash);
    String rawPath = slash < 0 ? "" : rest.substring(slash);
    if (first.equalsIgnoreCase(SECURE) && !rawPath.isEmpty()) {
      return secured(rawPath);
    }
    return SCHEMES.contains(first.toLowerCase(Locale.ROOT)) && !rawPath.isEmpty()
        ? OriginAddress.of("http://" + withoutSlashes(rawPath))
        : OriginAddress.of("http://" + rest);
  }

  private static OriginAddress secured(String rawPath) {
    return OriginAddress.of("https://" + withoutSlashes(rawPath));
  }

  private static String withoutSlashes(String rawPath) {
    Matcher slashes = SLASHES.matcher(rawPath);
    return slashes.lookingAt() ? rawPath.substring(slashes.end()) : rawPath;
  }
}
