package org.edos.core.unit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.edos.core.EdosException;

/**
 * Reads and writes Package URLs of the types deb and rpm, after the purl specification: the epoch
 * of an rpm is a qualifier, that of a deb is part of the version.
 */
final class PackageUrl {
  private static final String UNRESERVED = "-._~:";

  private PackageUrl() {}

  static String format(PackageId id) {
    String version = id.version();
    String epoch = "";
    int colon = version.indexOf(':');
    if (id.format() == PackageFormat.RPM && colon > 0) {
      epoch = "&epoch=" + encode(version.substring(0, colon));
      version = version.substring(colon + 1);
    }
    return "pkg:"
        + id.format().type()
        + "/"
        + encode(id.distribution())
        + "/"
        + encode(id.name())
        + "@"
        + encode(version)
        + "?arch="
        + encode(id.architecture())
        + epoch;
  }

  static PackageId parse(String text) {
    int question = text.indexOf('?');
    String path = question < 0 ? text : text.substring(0, question);
    PackageFormat format = format(text, path);
    String[] nameAndVersion = splitVersion(path, "pkg:" + format.type() + "/");
    int slash = nameAndVersion[0].indexOf('/');
    if (slash <= 0 || slash != nameAndVersion[0].lastIndexOf('/')) {
      throw malformed(text);
    }
    String architecture = "";
    String version = nameAndVersion[1];
    for (String qualifier :
        question < 0 ? new String[0] : text.substring(question + 1).split("&", -1)) {
      int equals = qualifier.indexOf('=');
      String value = equals < 0 ? "" : decode(qualifier.substring(equals + 1));
      if (qualifier.startsWith("arch=")) {
        architecture = value;
      } else if (qualifier.startsWith("epoch=") && format == PackageFormat.RPM) {
        version = value + ":" + version;
      }
    }
    if (architecture.isEmpty()) {
      throw malformed(text);
    }
    return new PackageId(
        format,
        nameAndVersion[0].substring(0, slash),
        nameAndVersion[0].substring(slash + 1),
        version,
        architecture);
  }

  private static PackageFormat format(String text, String path) {
    for (PackageFormat format : PackageFormat.values()) {
      if (path.startsWith("pkg:" + format.type() + "/")) {
        return format;
      }
    }
    throw malformed(text);
  }

  private static EdosException malformed(String text) {
    return EdosException.usage(
        "not a package id: '"
            + text
            + "' (expected for example pkg:deb/debian/curl@7.88.1-10?arch=amd64)");
  }

  /** Cuts {@code PREFIX name@version} into its decoded name and version. */
  static String[] splitVersion(String text, String prefix) {
    int at = text.lastIndexOf('@');
    if (at <= prefix.length() || at == text.length() - 1) {
      throw EdosException.usage("a unit id ends in @VERSION: '" + text + "'");
    }
    return new String[] {
      decode(text.substring(prefix.length(), at)), decode(text.substring(at + 1))
    };
  }

  static void requirePart(String what, String value) {
    if (value.isBlank()
        || value.length() > UnitId.MAX_LENGTH
        || value.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw EdosException.usage(
          what + " must be printable text of 1 to " + UnitId.MAX_LENGTH + " characters");
    }
  }

  static String encodePath(String path) {
    String[] parts = path.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = encode(parts[i]);
    }
    return String.join("/", parts);
  }

  static String encode(String value) {
    if (isPlain(value)) {
      return value;
    }
    StringBuilder out = new StringBuilder(value.length());
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isPlain(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || UNRESERVED.indexOf(c) >= 0;
  }

  private static String decode(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new EdosException(
          EdosException.Category.USAGE, "bad percent-encoding in '" + value + "'", e);
    }
  }
}
