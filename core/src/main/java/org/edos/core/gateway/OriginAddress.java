package org.edos.core.gateway;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * The one written form of an address at an origin, so that {@code %7e} and {@code ~}, or a port
 * that goes without saying, never make two files of one: RFC 3986, section 6.2. Scheme and host are
 * in small letters, the standard port is left out, and only characters that must be encoded are.
 *
 * @param uri http or https, with a host and an absolute path; without user information or fragment
 */
public record OriginAddress(URI uri) {
  private static final int MOST_CHARACTERS = 4096;
  private static final Pattern FORM =
      Pattern.compile(
          "(?i)(https?)://([a-z0-9](?:[a-z0-9.-]{0,252})|\\[[0-9a-f:.]{2,45}])(?::([0-9]{1,5}))?(/[^?#]*)?(\\?[^#]*)?(#.*)?",
          Pattern.DOTALL);
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/-]*+");
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";

  /**
   * Reads an address as a client wrote it. Parts that are {@code .}, which apt writes for flat
   * repositories, are left out.
   *
   * @throws EdosException usage if it is no http or https address; refused if its path holds {@code
   *     ..} as a part
   */
  public static OriginAddress of(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > MOST_CHARACTERS || !form.matches()) {
      throw malformed(text);
    }
    String scheme = form.group(1).toLowerCase(Locale.ROOT);
    String port = form.group(3) == null ? "" : form.group(3);
    if (!port.isEmpty() && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535)) {
      throw malformed(text);
    }
    boolean standard = port.isEmpty() || port.equals(scheme.equals("http") ? "80" : "443");
    String path = form.group(4) == null ? "/" : path(form.group(4), text);
    String query = form.group(5) == null ? "" : query(form.group(5), text);
    return new OriginAddress(
        URI.create(
            scheme
                + "://"
                + form.group(2).toLowerCase(Locale.ROOT)
                + (standard ? "" : ":" + Integer.parseInt(port))
                + path
                + query));
  }

  private static String path(String raw, String text) {
    if (PLAIN_PATH.matcher(raw).matches() && !raw.contains("/.")) {
      return raw;
    }
    StringBuilder path = new StringBuilder();
    String[] parts = raw.substring(1).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      byte[] decoded = decoded(parts[i], text);
      String plain = new String(decoded, StandardCharsets.ISO_8859_1);
      if (plain.equals("..")) {
        throw EdosException.refused("unsafe path in a request");
      }
      if (plain.equals(".") && i < parts.length - 1) {
        continue;
      }
      if (plain.equals(".")) {
        decoded = new byte[0];
      }
      path.append('/');
      for (byte octet : decoded) {
        char c = (char) (octet & 0xff);
        if (c != '/' && PLAIN.indexOf(c) >= 0) {
          path.append(c);
        } else {
          path.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
        }
      }
    }
    return path.toString();
  }

  private static byte[] decoded(String part, String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%') {
        boolean whole = i + 2 < part.length();
        int high = whole ? Character.digit(part.charAt(i + 1), 16) : -1;
        int low = whole ? Character.digit(part.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw malformed(text);
        }
        octets.write(high << 4 | low);
        i += 2;
      } else if (c > ' ' && c < 127) {
        octets.write(c);
      } else {
        octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return octets.toByteArray();
  }

  private static String query(String raw, String text) {
    if (!raw.chars().allMatch(c -> c > ' ' && c < 127 && "\"<>\\^`{|}".indexOf(c) < 0)) {
      throw malformed(text);
    }
    return raw;
  }

  private static EdosException malformed(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return EdosException.usage(
        "not an address of a file at an origin: '"
            + (plain.length() <= 120 ? plain : plain.substring(0, 117) + "...")
            + "'; it is http://HOST/PATH or https://HOST/PATH");
  }

  /** The address of a file relative to this one's folder. */
  public OriginAddress sibling(String relative) {
    String text = uri.toString();
    return of(text.substring(0, text.lastIndexOf('/') + 1) + relative);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
